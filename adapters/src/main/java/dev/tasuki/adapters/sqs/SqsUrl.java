package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.UrlParameters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an {@code sqs} URL, and tells every problem of it at once. */
final class SqsUrl {
    private static final Pattern SHAPE = Pattern.compile("(?i)sqs://([^/?#]*)/?(?:\\?([^#]*))?");
    /** The longest name that begins with it is that of a reply queue, and a name has 80 letters at most. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9/_:-]{1,256}");
    private static final Set<String> PARAMETERS = new TreeSet<>(Set.of(
            "region",
            "endpoint",
            "create",
            "strict_queues",
            "fifo",
            "visibility",
            "poll",
            "max_receive",
            "kms",
            "max_in_flight",
            "predict_prefetch",
            "reply_idle"));

    private final String url;
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();
    private final UrlParameters parameters = new UrlParameters(PARAMETERS, problems);

    SqsUrl(String url, Map<String, String> variables) {
        this.url = url;
        this.variables = variables;
    }

    SqsSettings settings() {
        Matcher shape = SHAPE.matcher(url);
        if (!shape.matches()) {
            throw new IllegalArgumentException(
                    "the SQS URL " + shown() + " does not have the form sqs://PREFIX?region=REGION");
        }
        String prefix = shape.group(1);
        if (!PREFIX.matcher(prefix).matches()) {
            String shown = prefix.replaceFirst(".*@", "***@");
            problems.add("the prefix is '" + shown + "', allowed are 1 to 32 letters, digits and _ -");
        }
        parameters.read(shape.group(2));
        SqsSettings read = new SqsSettings(prefix, place(), queueing(), timing(), flow());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the SQS URL " + shown() + ": " + String.join("; ", problems));
        }
        return read;
    }

    private SqsSettings.Place place() {
        String endpoint = first("endpoint", parameters.get("endpoint"), "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL");
        String region = first("region", parameters.get("region"), "AWS_REGION", "AWS_DEFAULT_REGION");
        if (region != null && !REGION.matcher(region).matches()) {
            problems.add("region is '" + region + "', allowed are names such as eu-central-1");
        }
        return new SqsSettings.Place(endpoint == null ? null : endpoint(endpoint), region);
    }

    private @Nullable String first(String name, @Nullable String given, String... others) {
        if (given != null && given.isBlank()) {
            problems.add("parameter " + name + " needs a value, " + name + "=…");
        }
        if (given != null) {
            return given;
        }
        for (String other : others) {
            String value = variables.get(other);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private @Nullable URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            problems.add("endpoint is no URL: give http://HOST:PORT or https://HOST");
            return null;
        }
        problems.add("endpoint must be http://HOST:PORT or https://HOST, without a user");
        return null;
    }

    private SqsSettings.Queueing queueing() {
        String kms = parameters.get("kms");
        if (kms != null && !KEY.matcher(kms).matches()) {
            problems.add("kms is '" + kms + "', allowed are a key's alias (alias/…), id or ARN");
        }
        return new SqsSettings.Queueing(
                parameters.truth("create", true),
                parameters.truth("strict_queues", false),
                parameters.truth("fifo", false),
                (int) parameters.number("max_receive", 20, 1, 1_000),
                kms);
    }

    private SqsSettings.Timing timing() {
        SqsSettings.Timing usual = SqsSettings.Timing.DEFAULT;
        return new SqsSettings.Timing(
                Duration.ofSeconds(
                        parameters.number("visibility", usual.visibility().toSeconds(), 10, 3_600)),
                Duration.ofSeconds(parameters.number("poll", usual.poll().toSeconds(), 0, 20)),
                Duration.ofMinutes(
                        parameters.number("reply_idle", usual.replyIdle().toMinutes(), 11, 10_080)));
    }

    private SqsSettings.Flow flow() {
        SqsSettings.Flow usual = SqsSettings.Flow.DEFAULT;
        return new SqsSettings.Flow((int) parameters.number("max_in_flight", usual.inFlight(), 1, 100_000), (int)
                parameters.number("predict_prefetch", usual.predictPrefetch(), 0, 1_000));
    }

    /** Nothing in it is secret, unless a user was put where none belongs. */
    private String shown() {
        return url.replaceFirst("//[^/?#]*@", "//***@").replaceFirst("endpoint=([a-z]*://)[^&]*@", "endpoint=$1***@");
    }
}
