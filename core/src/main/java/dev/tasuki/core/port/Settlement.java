package dev.tasuki.core.port;

import java.time.Duration;

/** How a delivery ends. A handler returns exactly one, so no delivery is settled twice or never. */
public sealed interface Settlement {
    /** Done, also if the outcome was an error that is on record. */
    record Accept() implements Settlement {}

    /** Not now: deliver it again, to anyone, after the delay (at once where a broker cannot delay). */
    record Requeue(Duration delay) implements Settlement {}

    /** Never: to the dead letters, with the reason. */
    record Discard(String reason) implements Settlement {}

    /** Done. */
    Settlement ACCEPT = new Accept();
}
