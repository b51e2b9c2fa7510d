package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis of a fleet: its broker, its result backend, or both.
 *
 * @param settings how to reach it; what they say of rows and prefixes means nothing here
 * @param prefix what all of the fleet's keys begin with, as Celery's {@code global_keyprefix}; empty for nothing
 * @param visibility after which a message that was taken and not settled is given to others; the same in all of the fleet
 */
public record RedisPlace(RedisSettings settings, String prefix, Duration visibility) {
    private static final Duration USUAL_VISIBILITY = Duration.ofHours(1);
    private static final String VISIBILITY = "visibility_timeout=";
    private static final String PREFIX = "prefix=";
    private static final int LEAST_SECONDS = 10;
    private static final int MOST_SECONDS = 7 * 24 * 3600;

    /**
     * Reads a URL as Celery writes it, with our parameters of a Redis URL, {@code ssl_cert_reqs} and the like of Celery's,
     * and {@code visibility_timeout} in seconds and {@code prefix} with Celery's meaning.
     *
     * @throws IllegalArgumentException with every problem of the URL, never with its password
     */
    public static RedisPlace parse(String theirs) {
        String url = CeleryUrl.ours(theirs);
        int question = url.indexOf('?');
        List<String> ours = new ArrayList<>();
        String prefix = "";
        Duration visibility = USUAL_VISIBILITY;
        for (String pair :
                question < 0 ? new String[0] : url.substring(question + 1).split("&", -1)) {
            if (pair.startsWith(VISIBILITY)) {
                visibility = seconds(pair.substring(VISIBILITY.length()));
            } else {
                ours.add(pair);
                prefix = pair.startsWith(PREFIX) ? pair.substring(PREFIX.length()) : prefix;
            }
        }
        String rest = question < 0 ? url : url.substring(0, question);
        String asked = ours.isEmpty() ? rest : rest + "?" + String.join("&", ours);
        return new RedisPlace(RedisSettings.parse(asked).named("tasuki celery"), prefix, visibility);
    }

    private static Duration seconds(String text) {
        if (text.matches("\\d{1,6}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new IllegalArgumentException("the Redis URL's visibility_timeout is '" + text + "', allowed are "
                + LEAST_SECONDS + " to " + MOST_SECONDS + " seconds; it must be the one of the fleet's workers");
    }

    /** The same with another prefix. */
    RedisPlace prefixed(String other) {
        return new RedisPlace(settings, other, visibility);
    }

    /** A key of the fleet's. */
    String key(String name) {
        return prefix + name;
    }
}
