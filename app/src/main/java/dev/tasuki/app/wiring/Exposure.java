package dev.tasuki.app.wiring;

import dev.tasuki.app.settings.Settings;
import dev.tasuki.server.HttpSettings;
import java.util.Optional;

/**
 * Whether other machines reach the server. The server asks for no password, so it listens beyond this
 * machine only if its operator says that something in front of it does. A consumer's health port shows
 * only health and metrics, so it may listen without that.
 */
public final class Exposure {
    /** Its component in the answer of health. */
    public static final String COMPONENT = "access";

    private Exposure() {}

    /** Why a server may not start with these settings; empty if it may. */
    public static Optional<String> refusal(Role role, Settings settings) {
        boolean open = role.listens() && !settings.insecure() && HttpSettings.beyondThisMachine(settings.host());
        return open
                ? Optional.of("--host " + settings.host() + ": anyone on the network could train, read and delete;"
                        + " listen on 127.0.0.1, or set --insecure if something in front asks for passwords")
                : Optional.empty();
    }

    /** What an operator is told who set --insecure. */
    public static String warning(Settings settings) {
        return HttpSettings.beyondThisMachine(settings.host())
                ? "--insecure: anyone who reaches " + settings.host() + ":" + settings.port()
                        + " may train, read and delete without a password"
                : "--insecure is set; it listens on " + settings.host() + ", which needs no such word";
    }
}
