package dev.tasuki.core.consumer;

import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.port.PresenceBoard;
import java.time.Duration;

/** Whether a process takes work, which operators may change. Safe for any number of threads. */
public interface Drainable {
    /** How often {@link #turn} is to be called. */
    Duration PERIOD = Duration.ofSeconds(1);

    /** Notes what is wished, for the next turn; costs nothing. */
    void wish(PresenceBoard.Wish wish);

    /** Does what was wished last; a broker that is away ends it until the next time. */
    void turn();

    /** How it was after the last turn. */
    ProcessCard.Intake now();
}
