package dev.tasuki.app.wiring;

import java.security.SecureRandom;
import java.util.HexFormat;
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

    /** Names a process in claims: what it is, its pid, and something that no later process repeats. */
    String newOwner() {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return text() + "-" + ProcessHandle.current().pid() + "-"
                + HexFormat.of().formatHex(random);
    }
}
