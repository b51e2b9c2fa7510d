package dev.tasuki.adapters.rabbitmq;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue that exists with another argument than ours.
 *
 * @param queue its name
 * @param argument which argument, e.g. {@code x-queue-type}
 * @param wanted what we would declare
 * @param actual what the queue has
 */
record ArgumentClash(String queue, String argument, String wanted, String actual) {
    /** How brokers of the 3.x and 4.x series word it; the values are quoted, or "none", or typed. */
    private static final Pattern WORDS = Pattern.compile(
            "inequivalent arg '([^']+)' for (?:queue|exchange) '.*' in vhost '.*': received (.+?) but current is (.+)");

    private static final Pattern VALUE = Pattern.compile("(?:the value )?'([^']*)'.*");

    /** Reads the broker's own words; what cannot be read is told as it is. */
    static ArgumentClash of(String queue, String brokerWords) {
        Matcher matcher = WORDS.matcher(brokerWords);
        if (!matcher.find()) {
            return new ArgumentClash(queue, "arguments", "ours", brokerWords);
        }
        String argument = matcher.group(1);
        String actual = value(matcher.group(3));
        // A queue declared without a type is a classic one.
        boolean untyped = argument.equals(QueuePlan.TYPE) && actual.equals("none");
        return new ArgumentClash(queue, argument, value(matcher.group(2)), untyped ? "classic" : actual);
    }

    private static String value(String text) {
        Matcher matcher = VALUE.matcher(text);
        return matcher.matches() ? matcher.group(1) : text;
    }
}
