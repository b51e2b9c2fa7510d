package dev.tasuki.core.base;

/** Waits that an interrupt does not end: what follows needs the end of what is waited for. Thread-safe. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Waits until the thread has ended. An interrupt that came meanwhile is there again afterwards. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
