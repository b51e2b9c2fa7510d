package dev.tasuki.core.task;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What the program that a task came from wrote down to answer it once it has ended. It is kept with the row, comes
 * back as it was, and is read by that program alone; to all others it is text.
 *
 * <pre>{@code
 * Origin origin = new Origin("letters", "{\"reply_to\":\"desk-7\"}");
 * Acceptance accepted = trainings.accept(request, new TaskId("t-1"), origin);
 * }</pre>
 *
 * @param protocol names the way to answer: 1 to 32 of {@code a-z}, {@code 0-9} and {@code -}, a letter first
 * @param text at most {@link Limits#ORIGIN_BYTES} in UTF-8, without the letter NUL, which databases refuse
 */
public record Origin(String protocol, String text) {
    private static final Pattern PROTOCOL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public Origin {
        if (!PROTOCOL.matcher(protocol).matches()) {
            throw new IllegalArgumentException("protocol \"" + protocol + "\" does not match " + PROTOCOL);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an origin's text holds the letter NUL, which no database stores");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.ORIGIN_BYTES.value()) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_LARGE,
                    "what the task brings along to be answered has " + bytes + " bytes; at most "
                            + Limits.ORIGIN_BYTES.text() + " are kept. Send less with it");
        }
    }
}
