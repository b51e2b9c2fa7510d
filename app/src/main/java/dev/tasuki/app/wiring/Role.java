package dev.tasuki.app.wiring;

import java.util.Locale;

/** What a process does. */
public enum Role {
    /** Listens and works, all in one process. */
    SERVE(true, true),
    /** Listens; leaves the work to consumers. */
    PRODUCER(true, false),
    /** Works; clients have nothing to ask of it. */
    CONSUMER(false, true);

    private final boolean listens;
    private final boolean works;

    Role(boolean listens, boolean works) {
        this.listens = listens;
        this.works = works;
    }

    /** True if it answers clients over HTTP. */
    public boolean listens() {
        return listens;
    }

    /** True if it takes deliveries. */
    public boolean works() {
        return works;
    }

    /** As the command is called. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
