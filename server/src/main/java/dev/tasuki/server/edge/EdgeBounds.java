package dev.tasuki.server.edge;

import dev.tasuki.core.task.Limits;
import java.time.Duration;

/**
 * What connections may cost.
 *
 * @param connections how many there may be
 * @param requests of one connection
 * @param answers that are being written
 * @param times how long a client may take
 */
public record EdgeBounds(Connections connections, Requests requests, Answers answers, Times times) {
    /** The bounds of {@link Limits}. */
    public static final EdgeBounds STANDARD =
            new EdgeBounds(Connections.STANDARD, Requests.STANDARD, Answers.STANDARD, Times.STANDARD);

    /** The same with other numbers of connections. */
    public EdgeBounds with(Connections other) {
        return new EdgeBounds(other, requests, answers, times);
    }

    /** The same with other bounds of a request. */
    public EdgeBounds with(Requests other) {
        return new EdgeBounds(connections, other, answers, times);
    }

    /** The same with other bounds of answers. */
    public EdgeBounds with(Answers other) {
        return new EdgeBounds(connections, requests, other, times);
    }

    /** The same with other times. */
    public EdgeBounds with(Times other) {
        return new EdgeBounds(connections, requests, answers, other);
    }

    /**
     * How many connections there may be.
     *
     * @param all of the process
     * @param perAddress of one IPv4 address, or of one IPv6 network of 64 bits
     * @param waiters those that may wait for a task
     */
    public record Connections(int all, int perAddress, int waiters) {
        static final Connections STANDARD = new Connections(
                Limits.CONNECTIONS.intValue(), Limits.CONNECTIONS_PER_ADDRESS.intValue(), Limits.WAITERS.intValue());
    }

    /**
     * What a request may be like.
     *
     * @param head bytes of the request line and the headers, with all their line ends
     * @param headers how many
     * @param unwantedBody bytes of a body that nobody reads
     * @param remainder bytes of a body that are read after the answer
     * @param perConnection requests of one connection
     */
    public record Requests(int head, int headers, int unwantedBody, long remainder, int perConnection) {
        static final Requests STANDARD = new Requests(
                Limits.REQUEST_HEAD.intValue(),
                Limits.REQUEST_HEADERS.intValue(),
                Limits.BODY_NOT_WANTED.intValue(),
                Limits.JSON_BODY.value(),
                Limits.REQUESTS_PER_CONNECTION.intValue());
    }

    /**
     * How much may wait to be written.
     *
     * @param inFlight bytes of all connections
     * @param perConnection bytes of one connection, beyond which its next request is not read
     */
    public record Answers(long inFlight, int perConnection) {
        /** A small heap has less to give. */
        private static final int HEAP_SHARE = 8;

        static final Answers STANDARD = new Answers(
                Math.min(Limits.ANSWERS_IN_FLIGHT.value(), Runtime.getRuntime().maxMemory() / HEAP_SHARE),
                Limits.ANSWERS_PER_CONNECTION.intValue());
    }

    /**
     * How long a client may take.
     *
     * @param head from the first byte of a request to the end of its headers
     * @param idle without a request
     * @param body how fast a body must come
     * @param answer how fast an answer must be read
     */
    public record Times(Duration head, Duration idle, Pace body, Pace answer) {
        static final Times STANDARD = new Times(
                Duration.ofSeconds(Limits.HEAD_TIME.value()),
                Duration.ofSeconds(Limits.IDLE_CONNECTION.value()),
                new Pace(Limits.BODY_RATE.value(), Duration.ofSeconds(10)),
                new Pace(Limits.ANSWER_RATE.value(), Duration.ofSeconds(30)));

        /** How often connections are looked at: nothing is noticed later than that. */
        Duration look() {
            Duration shortest = head;
            for (Duration other : new Duration[] {idle, body.window(), answer.window()}) {
                shortest = other.compareTo(shortest) < 0 ? other : shortest;
            }
            return shortest.dividedBy(10);
        }
    }

    /**
     * A minimum speed, averaged over a window of time. A client that stalls is found after one window,
     * however fast it was before.
     *
     * @param bytesPerSecond the least
     * @param window over which it is averaged
     */
    public record Pace(long bytesPerSecond, Duration window) {
        long bytes() {
            return bytesPerSecond * window.toMillis() / 1_000;
        }
    }
}
