package dev.tasuki.adapters.resp;

import dev.tasuki.core.port.ServerReading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes over one lane. Thread-safe. */
final class LaneMeter {
    private final LongAdder commands = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    /** A pipeline was answered. @param waited nanoseconds that its commands took, all together */
    void answered(int number, long waited) {
        commands.add(number);
        batches.increment();
        nanos.add(waited);
    }

    void reconnected() {
        reconnects.increment();
    }

    /**
     * What it counted.
     *
     * @param lane its name
     * @param underWay commands that are not answered yet
     */
    List<ServerReading> readings(String lane, String where, int underWay) {
        Map<String, String> of = Map.of("lane", lane);
        return List.of(
                new ServerReading("redis_commands_total", "Commands that were answered", where, of, commands.sum()),
                new ServerReading(
                        "redis_command_seconds_total",
                        "Seconds that callers waited for answers, all together",
                        where,
                        of,
                        nanos.sum() / 1e9),
                new ServerReading(
                        "redis_batches_total", "Pipelines that commands were sent in", where, of, batches.sum()),
                new ServerReading(
                        "redis_reconnects_total",
                        "Connections that were made after the first one",
                        where,
                        of,
                        reconnects.sum()),
                new ServerReading(
                        "redis_in_flight", "Commands that are not answered yet", where, of, (double) underWay));
    }
}
