package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of one machine in a deployment that may have several. A producer and its consumers must see the same messages, rows
 * and objects. Where the messages are at a server and the rows in a file, each machine has rows of its own: a consumer makes
 * a second row for a message that came from elsewhere, and the row that a client asks for never ends. {@code serve} is a
 * deployment by itself, so it may have any of these.
 */
public final class LocalPlaces {
    private static final String A_DATABASE = "--results jdbc:postgresql://HOST/DATABASE";

    private LocalPlaces() {}

    /** Why a process of this role may not start with these settings; empty if it may. */
    public static Optional<String> refusal(Role role, Settings settings) {
        return role != Role.SERVE && rowsAreLost(settings)
                ? Optional.of(
                        "--results " + settings.results() + ": the rows are in a file of this machine and the messages"
                                + " at " + settings.broker()
                                + ", so tasks that are accepted on one machine would never end there;"
                                + " give all producers and consumers one database, such as " + A_DATABASE
                                + ", or run ./tasuki serve, which needs neither")
                : Optional.empty();
    }

    /** What its operator is told who starts a process of this role, each a sentence with its remedy. */
    public static List<String> warnings(Role role, Settings settings) {
        List<String> warnings = new ArrayList<>();
        boolean several = !settings.broker().local() || !settings.results().local();
        if (role == Role.SERVE || !several) {
            return warnings;
        }
        if (settings.results().local()) {
            warnings.add(sentence("result store", settings.results(), A_DATABASE));
        }
        if (settings.broker().local()) {
            warnings.add(sentence("broker", settings.broker(), "--broker " + settings.results()));
        }
        if (settings.store().local()) {
            warnings.add(
                    sentence("object store", settings.store(), "--store s3://BUCKET, or a directory that all mount"));
        }
        return warnings;
    }

    private static String sentence(String what, AdapterUrl place, String remedy) {
        return "the " + what + " " + place
                + " is on this machine, so producers and consumers on other machines do not share it;"
                + " if there are any, give all of them " + remedy;
    }

    /** What {@code doctor} says, which knows no role. */
    static Optional<Finding> finding(Settings settings) {
        return rowsAreLost(settings)
                ? Optional.of(Finding.warn(
                        "result store",
                        settings.results() + " is a file of this machine, and the messages are at " + settings.broker()
                                + ": serve works, a producer or consumer is refused",
                        "give producers and consumers one database, " + A_DATABASE))
                : Optional.empty();
    }

    /**
     * Over queues that foreign programs share, a consumer with rows of its own is of use: it makes those of foreign messages.
     * Nobody else writes to the queues of the other brokers.
     */
    private static boolean rowsAreLost(Settings settings) {
        return settings.results().local()
                && !settings.broker().local()
                && !Adapters.BROKERS.of(settings.broker()).capabilities().sharedWithOthers();
    }
}
