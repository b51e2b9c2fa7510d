package dev.tasuki.app.cli;

import java.util.Objects;

/** Tells the program's version. */
final class Version {
    private Version() {}

    /** As the jar's manifest says; "development" outside a jar. */
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
