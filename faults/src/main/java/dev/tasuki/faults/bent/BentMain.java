package dev.tasuki.faults.bent;

import dev.tasuki.app.Main;

/** The program's main, with what the property {@code tasuki.bend} says between it and its adapters. */
public final class BentMain {
    private BentMain() {}

    public static void main(String[] arguments) {
        Main.run(Bend.parse(System.getProperty("tasuki.bend", "")).seam(), arguments);
    }
}
