package dev.tasuki.core.simulation;

import java.util.EnumMap;
import java.util.Map;

/** A machine on which one process at a time runs, with a clock of its own. */
final class Host {
    final String name;
    final Role role;
    /** How far its clock is ahead of the true one, in microseconds. */
    long clockOffset;

    int incarnations;
    SimulatedProcess process;
    private final Map<Service, Long> cuts = new EnumMap<>(Service.class);

    /**
     * What its process does.
     *
     * @param producer takes requests
     * @param workers of each queue; 0 for a producer alone
     * @param exclusive has the task store to itself
     * @param foreign reckons with foreign consumers
     */
    record Role(boolean producer, int workers, boolean exclusive, boolean foreign) {}

    Host(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    /** No connection to this service until then. */
    void cutUntil(Service service, long until) {
        cuts.put(service, until);
    }

    boolean cut(Service service, long now) {
        return cuts.getOrDefault(service, 0L) > now;
    }

    boolean up() {
        return process != null && process.alive();
    }
}
