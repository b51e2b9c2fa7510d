package dev.tasuki.app.adapter;

import java.util.List;

/**
 * What one chooses with a URL, and what one may rely on then. Example: SQLite, on one machine, loses nothing when its
 * process is killed, and has no failover.
 *
 * @param name as people call it, with the setting of the server that the promise needs
 * @param schemes of the URLs that choose it
 * @param severalMachines true if processes on several machines can share it
 * @param losses what may be missing
 * @param proof where it is tried
 */
public record Promise(String name, List<String> schemes, boolean severalMachines, Losses losses, Proof proof) {
    public Promise {
        schemes = List.copyOf(schemes);
    }

    /**
     * What may be missing of that which was answered.
     *
     * @param killed after SIGKILL of the server, or of the process where there is none
     * @param machine after its machine lost its power; the disk is still there
     * @param failover after a replica took its place
     */
    public record Losses(Loss killed, Loss machine, Loss failover) {}

    /**
     * Where it is tried.
     *
     * @param tests what the names of its contract tests begin with
     * @param harness the topology of the fault harness that kills it; empty if none does
     */
    public record Proof(String tests, String harness) {}
}
