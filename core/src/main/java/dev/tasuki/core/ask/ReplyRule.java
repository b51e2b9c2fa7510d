package dev.tasuki.core.ask;

import dev.tasuki.core.task.TaskKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a reply may go. A sender names the queue, and a message that we send is trusted by the
 * program that reads there: so never to a queue of ours, whose consumers would take it for a task. Any other is
 * allowed, since programs of the published design name theirs as they like, unless names are given:
 * then it must have one of them, or be one that the broker made for its sender alone.
 *
 * <p>Example: {@code ReplyRule.of(Optional.of("answers.*")).allows("answers.of.me")}.
 */
public final class ReplyRule {
    /** Names that a broker gives to queues of one connection; no other connection can declare such a queue. */
    private static final List<String> BROKERS_OWN = List.of("amq.gen-", "amq.rabbitmq.reply-to");

    private final Optional<Pattern> names;

    private ReplyRule(Optional<Pattern> names) {
        this.names = names;
    }

    /** With the names that are allowed, {@code *} for any letters; empty: all but our own. */
    public static ReplyRule of(Optional<String> pattern) {
        return new ReplyRule(pattern.map(text -> Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))));
    }

    /** True if a reply may go to the queue. */
    public boolean allows(String queue) {
        if (BROKERS_OWN.stream().anyMatch(queue::startsWith)) {
            return true;
        }
        return !queue.isEmpty()
                && !ours(queue)
                && names.map(pattern -> pattern.matcher(queue).matches()).orElse(true);
    }

    /** The queues of tasks, and what belongs to them: dead letters, waits. */
    private static boolean ours(String queue) {
        return Arrays.stream(TaskKind.values())
                .map(TaskKind::queue)
                .anyMatch(own -> queue.equals(own) || queue.startsWith(own + "."));
    }
}
