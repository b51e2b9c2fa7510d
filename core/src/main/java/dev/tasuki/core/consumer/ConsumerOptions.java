package dev.tasuki.core.consumer;

/**
 * How much a consumer does at once.
 *
 * @param threads workers per queue, at least 1
 * @param maxWorkers cap on the tasks running at once over both queues; 0 is no cap beyond the
 *     threads. Each queue keeps at least one worker, so that 1 has the effect of 2
 */
public record ConsumerOptions(int threads, int maxWorkers) {
    public ConsumerOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + " is below 1");
        }
        if (maxWorkers < 0) {
            throw new IllegalArgumentException("maxWorkers " + maxWorkers + " is below 0");
        }
    }

    /** Workers of the predict queue: half of the cap, rounded up. */
    public int predictWorkers() {
        return maxWorkers == 0 ? threads : Math.clamp((maxWorkers + 1) / 2, 1, threads);
    }

    /** Workers of the train queue: what the cap leaves. */
    public int trainWorkers() {
        return maxWorkers == 0 ? threads : Math.clamp(maxWorkers - predictWorkers(), 1, threads);
    }
}
