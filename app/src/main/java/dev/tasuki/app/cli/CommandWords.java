package dev.tasuki.app.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's refusals name the requests that mend them; at a command line those are commands. */
final class CommandWords {
    private static final Pattern PUT = Pattern.compile("PUT /datasets/([A-Za-z0-9._-]+)");
    private static final Pattern REQUEST =
            Pattern.compile("(GET|DELETE|POST) /(models|tasks|datasets|dead-letters)((?:/[A-Za-z0-9._{}-]+)*)");

    private static final String FINISH = "/finish";

    private static final Pattern OPTION = Pattern.compile("\\?(encoding|separator)=([A-Za-z0-9_%-]*)");

    private CommandWords() {}

    /** The same sentence with commands in place of requests. */
    static String of(String detail) {
        String words = PUT.matcher(detail).replaceAll("tasuki datasets put $1 FILE");
        words = OPTION.matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(option(found.group(1), found.group(2))));
        words = words.replace("POST /train", "tasuki train").replace("POST /predict", "tasuki predict");
        return REQUEST.matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(command(found.group(1), found.group(2), found.group(3))));
    }

    private static String option(String name, String value) {
        String said = switch (value) {
            case "%3B" -> " ';'";
            case "%7C" -> " '|'";
            default -> value.isEmpty() ? "" : " " + value;
        };
        return "--" + name + said;
    }

    private static String command(String method, String what, String rest) {
        String verb = switch (method) {
            case "DELETE" -> what.equals("tasks") ? "cancel" : what.equals("dead-letters") ? "remove" : "delete";
            case "POST" -> rest.endsWith(FINISH) ? "finish" : "retry";
            default -> rest.isEmpty() ? "list" : "show";
        };
        String named = rest.replace("/retry", "").replace(FINISH, "").replace("/", " ");
        return "tasuki " + what + " " + verb + named;
    }
}
