package dev.tasuki.app.adapter;

/**
 * The beginning of the URLs that an adapter opens.
 *
 * @param name in lower case, without the colon, such as {@code amqp} or {@code jdbc:mariadb}
 * @param example a URL for messages and help texts, with words in capitals for what one has to fill in
 * @param local true if such a URL names a file or directory of this machine
 */
public record Scheme(String name, String example, boolean local) {
    /** A scheme whose URLs name a server. */
    static Scheme server(String name, String example) {
        return new Scheme(name, example, false);
    }

    /** A scheme whose URLs name a file or directory of this machine. */
    static Scheme local(String name, String example) {
        return new Scheme(name, example, true);
    }
}
