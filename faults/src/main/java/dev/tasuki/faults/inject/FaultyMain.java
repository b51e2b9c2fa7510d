package dev.tasuki.faults.inject;

import dev.tasuki.app.Main;

/** The program's main, with what the property {@code tasuki.faults} says between it and its adapters. */
public final class FaultyMain {
    private FaultyMain() {}

    public static void main(String[] arguments) {
        Main.run(FaultPlan.parse(System.getProperty("tasuki.faults", "")).seam(), arguments);
    }
}
