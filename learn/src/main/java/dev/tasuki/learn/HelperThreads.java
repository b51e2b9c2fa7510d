package dev.tasuki.learn;

/**
 * The threads that help with one fit. A helper that an executor starts only when all is done finds
 * the crew dismissed and leaves again: nobody waits for it, so that a busy executor cannot hold up
 * a fit, even one that runs on the executor's only thread. Thread-safe.
 */
public final class HelperThreads {
    private int atWork;
    private boolean dismissed;

    /** Whether the calling thread may help; if so it must {@link #leave} in the end. */
    public synchronized boolean join() {
        if (dismissed) {
            return false;
        }
        atWork++;
        return true;
    }

    public synchronized void leave() {
        atWork--;
        notifyAll();
    }

    /**
     * Lets nobody join any more and waits for those at work. An interrupt does not cut the wait
     * short, as they still use the rows; the thread is interrupted again afterwards.
     */
    public synchronized void dismiss() {
        dismissed = true;
        boolean interrupted = false;
        while (atWork > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
