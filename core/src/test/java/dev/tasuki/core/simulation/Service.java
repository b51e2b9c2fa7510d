package dev.tasuki.core.simulation;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;

/** What a process reaches over the network, and which refusal tells that it cannot. */
enum Service {
    TASKS(RefusalCode.RESULTS_UNAVAILABLE),
    BROKER(RefusalCode.BROKER_UNAVAILABLE),
    OBJECTS(RefusalCode.STORE_UNAVAILABLE),
    /** Where programs wait for their answers. */
    POST(RefusalCode.BROKER_UNAVAILABLE);

    private final RefusalCode away;

    Service(RefusalCode away) {
        this.away = away;
    }

    Unavailable away(String why) {
        return new Unavailable(away, "simulated: " + why, Duration.ofSeconds(1));
    }
}
