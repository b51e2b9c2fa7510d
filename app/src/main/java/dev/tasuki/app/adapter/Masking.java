package dev.tasuki.app.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides passwords in values that are shown. It shows only what is known to be no password, since a
 * password can be anywhere in a mistyped URL.
 */
public final class Masking {
    private static final String HIDDEN = "***";
    private static final Pattern SCHEME = Pattern.compile("((?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,31}:)(.*)");
    private static final Pattern PLAIN_PATH = Pattern.compile("[^@:=%\\p{Cntrl}]*");
    /** Hosts with ports behind two slashes, then a path; MariaDB's word for how to choose among them before. */
    private static final Pattern PLACE = Pattern.compile("((sequential|loadbalance|replication|aurora):)?//"
            + "(\\[[0-9A-Fa-f:.]*]|[A-Za-z0-9._-]*)(:\\d{1,5})?(,(\\[[0-9A-Fa-f:.]*]|[A-Za-z0-9._-]*)(:\\d{1,5})?)*"
            + "(/[A-Za-z0-9._~/%-]*)?");

    private static final Pattern PARAMETER = Pattern.compile("([?&;])([^?&;#]*)");
    private static final Pattern HARMLESS_VALUE = Pattern.compile("[A-Za-z0-9._/~-]{0,200}");
    private static final Pattern PART = Pattern.compile("[:/@?&;=#,\\s]+");
    private static final Pattern NO_URL = Pattern.compile("[A-Za-z0-9._/~-]{0,64}|\\d{1,3}(\\.\\d{1,3}){3}:\\d{1,5}");

    private Masking() {}

    /**
     * The URL with {@code ***} for everything between its scheme and its last {@code @}, and for the value of every
     * parameter that is not known to be harmless; of what is no whole URL only the scheme.
     */
    public static String mask(String text) {
        Matcher url = SCHEME.matcher(text);
        if (!url.matches()) {
            return NO_URL.matcher(text).matches() ? text : HIDDEN;
        }
        String scheme = url.group(1);
        String rest = url.group(2);
        int parameters = parameters(rest);
        String place = rest.substring(0, parameters);
        String name = scheme.substring(0, scheme.length() - 1).toLowerCase(Locale.ROOT);
        String shown = Adapters.localSchemes().contains(name) ? localPlace(place) : place(place);
        boolean whole = shown != null && rest.indexOf('@', parameters) < 0;
        return whole ? scheme + shown + masked(rest.substring(parameters)) : scheme + HIDDEN;
    }

    /** The message without what is hidden of a value: an adapter may repeat a part of it, percent signs undone. */
    public static String without(String text, String shown, String message) {
        String safe = message.replace(text, shown);
        for (String part : PART.split(text)) {
            for (String spelling : List.of(part, decoded(part), plain(part))) {
                boolean hidden = spelling.length() > 2 && !shown.contains(spelling);
                safe = hidden ? safe.replace(spelling, HIDDEN) : safe;
            }
        }
        return safe;
    }

    private static String plain(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return part;
        }
    }

    private static int parameters(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("?&;#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static @Nullable String localPlace(String place) {
        return PLAIN_PATH.matcher(place).matches() ? place : null;
    }

    /** Null if it is not hosts and a path behind two slashes. */
    private static @Nullable String place(String place) {
        int at = place.lastIndexOf('@');
        if (at < 0) {
            return PLACE.matcher(place).matches() ? place : null;
        }
        String hosts = "//" + place.substring(at + 1);
        return place.startsWith("//") && PLACE.matcher(hosts).matches()
                ? "//" + HIDDEN + "@" + place.substring(at + 1)
                : null;
    }

    private static String masked(String parameters) {
        int fragment = parameters.indexOf('#');
        String query = fragment < 0 ? parameters : parameters.substring(0, fragment);
        String shown = PARAMETER
                .matcher(query)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + parameter(match.group(2))));
        return fragment < 0 ? shown : shown + "#" + HIDDEN;
    }

    private static String parameter(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return text.isEmpty() ? text : HIDDEN;
        }
        String value = text.substring(equals + 1);
        boolean harmless = Adapters.shownParameters().contains(decoded(text.substring(0, equals)));
        if (harmless && HARMLESS_VALUE.matcher(value).matches()) {
            return text;
        }
        String shown = harmless && value.startsWith("http") ? mask(value) : HIDDEN;
        return text.substring(0, equals + 1) + shown;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
