package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Closest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one value from its text. Each throws IllegalArgumentException for a wrong one; its message
 * says what is allowed and is put behind the value seen.
 */
final class Values {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*/)*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

    private static final Pattern SERVER = Pattern.compile("https?://[A-Za-z0-9._~:/\\[\\]%-]+");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9._:-]{1,200}");
    private static final Pattern TASK_NAME = Pattern.compile("[A-Za-z0-9_.:*?/-]{1,190}");
    private static final Pattern CELERY_PREFIX = Pattern.compile("[A-Za-z0-9._:{}-]{1,64}");
    private static final Pattern CELERY_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}@[A-Za-z0-9._-]{1,100}");
    private static final Pattern QUEUE_PATTERN = Pattern.compile("[A-Za-z0-9._*-]{1,255}");

    private Values() {}

    static Path directory(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path of this file system", e);
        }
    }

    static Optional<Path> directoryOrNone(String text) {
        return text.equals("none") ? Optional.empty() : Optional.of(directory(text));
    }

    static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("is no address or host name");
        }
        return text;
    }

    static int number(String text, int least, int most) {
        long value = text.matches("-?\\d{1,12}") ? Long.parseLong(text) : Long.MIN_VALUE;
        if (value < least || value > most) {
            throw new IllegalArgumentException("must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    static OptionalInt numberOrNone(String text, int least, int most) {
        return text.equals("none") ? OptionalInt.empty() : OptionalInt.of(number(text, least, most));
    }

    /** {@code none}, or a number for every group, or NAME=NUMBER for one and *=NUMBER for every other. */
    static Caps.Cap cap(String text) {
        if (text.equals("none")) {
            return Caps.Cap.NONE;
        }
        Map<String, Integer> named = new HashMap<>();
        OptionalInt others = OptionalInt.empty();
        for (String part : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            String name = equals < 0 ? "*" : part.substring(0, equals).strip();
            int most = capNumber(part.substring(equals + 1).strip());
            boolean twice = name.equals("*") ? others.isPresent() : named.put(name, most) != null;
            if (name.isEmpty() || twice) {
                throw new IllegalArgumentException(
                        name.isEmpty() ? "must name a group before =" : "says twice how many of " + name);
            }
            others = name.equals("*") ? OptionalInt.of(most) : others;
        }
        return new Caps.Cap(named, others);
    }

    private static int capNumber(String text) {
        try {
            return number(text, 1, 100_000);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "must be none, a whole number from 1 to 100000, or such numbers by name, e.g. big=1,*=4", wrong);
        }
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    static String prefix(String text) {
        if (!PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be empty, or segments of A-Z a-z 0-9 . _ - that each end in /, e.g. models/");
        }
        return text;
    }

    static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("must be a time above 0 with its unit: ms, s, m, h or d, e.g. 5s");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static Optional<Duration> timeOrNone(String text) {
        return text.equals("none") ? Optional.empty() : Optional.of(time(text));
    }

    static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("must be a size above 0 with its unit: B, KB, MB or GB, e.g. 256MB");
        }
        int power = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "B" -> 0;
            case "KB" -> 10;
            case "MB" -> 20;
            default -> 30;
        };
        return Long.parseLong(matcher.group(1)) << power;
    }

    static OptionalLong sizeOrAuto(String text) {
        return text.equals("auto") ? OptionalLong.empty() : OptionalLong.of(size(text));
    }

    /** The name of a queue in which * stands for any letters. */
    static Optional<String> queuePattern(String text) {
        if (!QUEUE_PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be none, or a queue's name of A-Z a-z 0-9 . _ - in which * stands for any letters");
        }
        return text.equals("none") ? Optional.empty() : Optional.of(text);
    }

    /** Names of queues, parted by commas; or none. */
    static List<String> queues(String text) {
        if (text.equals("none")) {
            return List.of();
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (!names.stream().allMatch(name -> QUEUE.matcher(name).matches())
                || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "must be none, or names of queues of A-Z a-z 0-9 . _ : -, each once and parted by commas, e.g. tasuki");
        }
        return names;
    }

    /** Names of Celery tasks, or globs of such names, parted by commas; or none. */
    static List<String> taskNames(String text) {
        if (text.equals("none")) {
            return List.of();
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (!names.stream().allMatch(name -> TASK_NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("must be none, or names of Celery tasks in which * and ? stand for other"
                    + " letters, parted by commas, e.g. proj.train_*");
        }
        return names;
    }

    /** Queues by the names of Celery tasks, parted by commas; or none. */
    static List<CallMeans.Route> routes(String text) {
        List<CallMeans.Route> routes = new ArrayList<>();
        for (String part : text.equals("none") ? new String[0] : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            String task = equals < 0 ? "" : part.substring(0, equals).strip();
            String queue = part.substring(equals + 1).strip();
            if (!TASK_NAME.matcher(task).matches() || !QUEUE.matcher(queue).matches()) {
                throw new IllegalArgumentException(
                        "must be none, or names of Celery tasks with their queues, parted by commas, e.g. proj.*=gpu");
            }
            routes.add(new CallMeans.Route(task, queue));
        }
        return routes;
    }

    /** A worker's name as Celery has it; {@code auto} is made of this machine's. */
    static String celeryName(String text) {
        String name = text.equals("auto") ? "tasuki@" + hostName() : text;
        if (!CELERY_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("must be a name of A-Z a-z 0-9 . _ - with one @ in it, e.g. tasuki@ml1");
        }
        return name;
    }

    /** What keys of a foreign Redis begin with; {@code none} is nothing. */
    static String celeryPrefix(String text) {
        if (!CELERY_PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException("must be at most 64 of A-Z a-z 0-9 . _ : - { }, e.g. fleet:");
        }
        return text.equals("none") ? "" : text;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(text)) {
            throw new IllegalArgumentException(
                    "must be one of " + String.join(", ", words) + Closest.hint(text, words));
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /** Origins, with a path where a proxy serves us below one; the first is shown to people. */
    static List<URI> publicUrls(String text) {
        List<URI> urls = new ArrayList<>();
        for (String part : text.equals("none") ? new String[0] : text.split(",", -1)) {
            urls.add(serverUrl(part.strip()));
        }
        return urls;
    }

    /** Scheme, host, port and path only: it is shown to people, and the public one to every client. */
    static URI serverUrl(String text) {
        String whole = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return readServerUrl(whole).orElseThrow(() -> {
            String meant = "http://" + whole;
            boolean schemeLeftOut =
                    !text.contains("://") && readServerUrl(meant).isPresent();
            return new IllegalArgumentException("must be an http or https URL, e.g. http://127.0.0.1:5000, without a"
                    + " user, a password or parameters" + (schemeLeftOut ? "; put http:// in front of it" : ""));
        });
    }

    private static Optional<URI> readServerUrl(String text) {
        try {
            URI url = new URI(text);
            return SERVER.matcher(text).matches() && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
