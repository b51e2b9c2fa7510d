package dev.tasuki.app;

/** Where the process begins: the only place that reads the environment. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length);
    }
}
