package dev.tasuki.testservers;

import java.io.IOException;

/**
 * A private server that comes back on the same port with the same data. Closing it, or ending this
 * JVM, ends it and removes its data. Not safe for use by several threads.
 */
public interface RestartableServer extends AutoCloseable {
    /** What runs it. */
    ServerProcess process();

    /** Where it listens, on 127.0.0.1. */
    int port();

    /** Starts the server that was stopped or killed, on the same port and data. */
    default void startAgain() throws IOException {
        process().start();
    }

    /** Shuts the server down in good order, without waiting for its clients, until it is gone. */
    default void stop() throws IOException {
        process().stop();
    }

    /** Ends the server as a power cut would, and waits until it is gone. */
    default void kill() {
        process().kill();
    }

    /** Waits until the server has ended by itself. */
    default void awaitEnd() {
        process().awaitEnd();
    }

    /** Stops the server in its tracks: it keeps its connections and answers nothing. */
    default void pause() throws IOException {
        process().pause();
    }

    /** Lets it go on after {@link #pause()}. */
    default void goOn() throws IOException {
        process().goOn();
    }

    /** False after {@link #stop()}, {@link #kill()} and {@link #awaitEnd()}. */
    default boolean isRunning() {
        return process().isRunning();
    }

    /** Ends everything and removes the data. */
    @Override
    default void close() {
        process().close();
    }
}
