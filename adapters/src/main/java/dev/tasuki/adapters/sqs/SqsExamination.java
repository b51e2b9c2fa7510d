package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Looks at the queues: whether they will do, and what their operator may want to know. It changes nothing and receives no
 * message, since a message that is received is taken from its consumers for a while.
 */
public final class SqsExamination {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(60);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double DOLLARS_PER_CALL = 0.40 / 1_000_000;
    private static final int MOST_REPLY_QUEUES = 100;
    private static final Pattern DEAD_LETTERS = Pattern.compile("\"deadLetterTargetArn\"\\s*:\\s*\"[^\"]*:([^\":]+)\"");

    private final SqsSettings settings;
    private final SqsClients clients;
    private final SqsQueues queues;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    private SqsExamination(SqsSettings settings, SqsClients clients, InstantSource clock) {
        this.settings = settings;
        this.clients = clients;
        this.queues = new SqsQueues(clients, Duration.ZERO);
        this.clock = clock;
    }

    /** How bad it is. */
    public enum State {
        OK,
        WARN,
        FAIL
    }

    /**
     * One thing that was seen.
     *
     * @param remedy what to do about it; empty if nothing need be done
     */
    public record Finding(State state, String subject, String detail, String remedy) {}

    /** Everything about the queues of these settings; never throws a refusal. */
    public static List<Finding> of(SqsSettings settings, InstantSource clock) {
        try (DefaultCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build()) {
            return of(settings, chain, clock);
        }
    }

    static List<Finding> of(SqsSettings settings, AwsCredentialsProvider credentials, InstantSource clock) {
        try (SqsClients clients = SqsClients.connect(lenient(settings), credentials)) {
            SqsExamination examination = new SqsExamination(settings, clients, clock);
            examination.look(credentials);
            return List.copyOf(examination.findings);
        } catch (Refusal unknown) {
            return List.of(finding(State.FAIL, "server", unknown.detail()));
        }
    }

    /** Queues that differ are looked at, and not refused. */
    private static SqsSettings lenient(SqsSettings settings) {
        SqsSettings.Queueing strict = settings.queueing();
        return new SqsSettings(
                settings.prefix(),
                settings.place(),
                new SqsSettings.Queueing(strict.create(), false, strict.fifo(), strict.maxReceive(), strict.kms()),
                settings.timing(),
                settings.flow());
    }

    private void look(AwsCredentialsProvider credentials) {
        try {
            AwsCredentials found = credentials.resolveCredentials();
            add(State.OK, "credentials", "access key " + shown(found.accessKeyId()), "");
            queue(QueuePlan.of(settings, TaskKind.TRAIN.queue()));
            queue(QueuePlan.dead(settings, TaskKind.TRAIN.queue()));
            queue(QueuePlan.of(settings, TaskKind.PREDICT.queue()));
            replyQueues();
            price();
        } catch (SdkException none) {
            Refusal refusal = clients.errors().translate(none, Action.FIND, settings.prefix());
            findings.add(finding(State.FAIL, "credentials", refusal.detail()));
        } catch (Refusal away) {
            findings.add(finding(State.FAIL, "server", away.detail()));
        }
    }

    /** An access key is no secret, but its end is enough to know it by. */
    private static String shown(String accessKey) {
        return accessKey.length() <= 4 ? accessKey : "…" + accessKey.substring(accessKey.length() - 4);
    }

    private void queue(QueuePlan plan) {
        try {
            Optional<SqsQueues.Target> there = queues.find(plan);
            if (there.isPresent()) {
                compare(plan, queues.attributes(there.get(), QueueAttributeName.ALL));
            } else if (settings.queueing().create()) {
                add(State.OK, "queue", plan.name() + ": not there yet; made when it is first used", "");
            } else {
                add(
                        State.FAIL,
                        "queue",
                        plan.name() + " is not there, and create=false",
                        "make it with deploy/sqs/template.yml, or allow create=true");
            }
        } catch (Refusal refused) {
            if (!mayNot(refused)) {
                throw refused;
            }
            findings.add(finding(State.FAIL, "rights", refused.detail()));
        }
    }

    private static boolean mayNot(Refusal refused) {
        return refused.detail().startsWith("no right to ");
    }

    private void compare(QueuePlan plan, Map<QueueAttributeName, String> seen) {
        State state = settings.queueing().strict() ? State.FAIL : State.WARN;
        List<String> differences = queues.differences(plan, seen);
        for (String difference : differences) {
            add(
                    state,
                    "queue",
                    plan.name() + " is used as it is: " + difference,
                    "change it with aws sqs set-queue-attributes, or say what is wanted in the URL");
        }
        if (differences.isEmpty()) {
            add(State.OK, "queue", plan.name() + ": as wanted, " + counts(seen), "");
        }
        deadLetters(plan, seen);
        if (plan.use() == QueuePlan.Use.DEAD_LETTERS
                && number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES) > 0) {
            add(
                    State.WARN,
                    "dead letters",
                    plan.name() + " has " + counts(seen),
                    "look at them with ./tasuki dead-letters list");
        }
    }

    /** SQS takes a queue's messages away after too many receives only if the queue that it names can take them. */
    private void deadLetters(QueuePlan plan, Map<QueueAttributeName, String> seen) {
        Matcher named = DEAD_LETTERS.matcher(seen.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
        if (!named.find()) {
            return;
        }
        String dead = named.group(1);
        if (dead.endsWith(".fifo") != plan.fifo()) {
            add(
                    State.FAIL,
                    "dead letters",
                    plan.name() + " gives them to " + dead + ", which is of the other kind",
                    "name a " + (plan.fifo() ? "FIFO" : "standard") + " queue in its RedrivePolicy");
        } else if (queues.find(new QueuePlan(plan.queue(), dead, QueuePlan.Use.DEAD_LETTERS, plan.fifo()))
                .isEmpty()) {
            add(
                    State.FAIL,
                    "dead letters",
                    plan.name() + " gives them to " + dead + ", which is not there",
                    "make that queue, or name another in its RedrivePolicy");
        }
    }

    private static String counts(Map<QueueAttributeName, String> seen) {
        long ready = number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        long later = number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
        long taken = number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        return "%d messages, %d for later, %d in consumers' hands".formatted(ready, later, taken);
    }

    private static long number(Map<QueueAttributeName, String> seen, QueueAttributeName name) {
        String text = seen.getOrDefault(name, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Those of this prefix, and by the same call the server's clock. */
    private void replyQueues() {
        try {
            String prefix = ReplyMailbox.prefix(settings);
            ListQueuesResponse listed = clients.call(
                    Action.LIST,
                    prefix,
                    () -> clients.calls()
                            .listQueues(r -> r.queueNamePrefix(prefix).maxResults(MOST_REPLY_QUEUES)));
            listed.sdkHttpResponse().firstMatchingHeader("Date").ifPresent(this::clocks);
            long idle = listed.queueUrls().stream().filter(this::idle).count();
            if (idle > 0) {
                add(
                        State.WARN,
                        "reply queues",
                        idle + " of " + listed.queueUrls().size() + " have no process any more",
                        "the next producer that starts removes them");
            }
        } catch (Refusal refused) {
            if (!mayNot(refused)) {
                throw refused;
            }
            findings.add(finding(State.WARN, "rights", refused.detail() + "; producers need it, consumers do not"));
        }
    }

    private boolean idle(String url) {
        Map<String, String> tags = clients.call(
                Action.TAGS,
                url.substring(url.lastIndexOf('/') + 1),
                () -> clients.calls().listQueueTags(r -> r.queueUrl(url)).tags());
        String seen = tags.getOrDefault(ReplySweeper.SEEN, "");
        Instant least = clock.instant().minus(settings.timing().replyIdle());
        return seen.matches("\\d{1,12}")
                && Instant.ofEpochSecond(Long.parseLong(seen)).isBefore(least);
    }

    private void clocks(String date) {
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration apart = Duration.between(theirs, clock.instant()).abs();
            if (apart.compareTo(CLOCKS_MAY_DIFFER) > 0) {
                add(
                        State.WARN,
                        "clock",
                        "the clock of SQS and ours are " + apart.toSeconds() + " s apart",
                        "set ours by NTP before SQS refuses what it signs");
            }
        } catch (DateTimeException unknown) {
            // A server that tells no time is compared with nothing.
            return;
        }
    }

    private void price() {
        long seconds = settings.timing().poll().toSeconds();
        if (seconds == 0) {
            add(
                    State.WARN,
                    "price",
                    "poll=0: an idle process asks without a pause, and pays for each call",
                    "set poll=20");
            return;
        }
        long calls = MONTH.toSeconds() / seconds;
        add(
                State.OK,
                "price",
                String.format(
                        Locale.ROOT,
                        "an idle process polls each queue that it reads every %d s: %,d calls a month, %.2f $ by the list price",
                        seconds,
                        calls,
                        calls * DOLLARS_PER_CALL),
                "");
    }

    /** Detail and remedy as the sentence has them, parted by its colon. */
    private static Finding finding(State state, String subject, String sentence) {
        String[] parts = sentence.split(": ", 2);
        return new Finding(state, subject, parts[0], parts.length > 1 ? parts[1] : "see docs/sqs.md");
    }

    private void add(State state, String subject, String detail, String remedy) {
        findings.add(new Finding(state, subject, detail, remedy));
    }
}
