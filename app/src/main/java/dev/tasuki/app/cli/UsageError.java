package dev.tasuki.app.cli;

import dev.tasuki.core.task.Closest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that cannot be read, in words.
 *
 * @param exception what the library says of it
 * @param arguments all that was typed
 */
record UsageError(ParameterException exception, String[] arguments) {
    /** Says what is wrong and what was probably meant; returns the exit code. */
    int tell(LastLine last) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        List<String> unknown = unknown(command);
        String said = unknown.isEmpty() ? String.valueOf(exception.getMessage()) : meaningless(unknown);
        Optional<String> hint = unknown.isEmpty() ? Optional.empty() : hint(unknown.getFirst(), command);
        String help = "see " + command.qualifiedName() + " --help";
        if (last.json()) {
            last.print(
                    Exit.WRONG, "usage", said + hint.map(words -> "; " + words).orElse("") + "; " + help);
            return Exit.WRONG;
        }
        last.print(Exit.WRONG, "usage", said);
        hint.ifPresent(last.context().err()::println);
        last.context().err().println(help);
        return Exit.WRONG;
    }

    /** A misspelt option is more worth telling than the one that is missing because of it. */
    private List<String> unknown(CommandSpec command) {
        if (exception instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched();
        }
        if (!(exception instanceof MissingParameterException)) {
            return List.of();
        }
        return Arrays.stream(arguments)
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .map(word -> word.contains("=") ? word.substring(0, word.indexOf('=')) : word)
                .filter(word -> !known(command, word))
                .toList();
    }

    private static boolean known(CommandSpec command, String option) {
        return command.optionsMap().containsKey(option)
                || (command.parent() != null && known(command.parent(), option));
    }

    private static String meaningless(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ")) + " has no meaning here";
    }

    private static Optional<String> hint(String word, CommandSpec command) {
        List<String> below = below(word, command);
        if (!below.isEmpty()) {
            return Optional.of("it goes after the command, e.g. " + command.qualifiedName() + " " + below.getFirst()
                    + " " + word + " …");
        }
        String near = Closest.hint(word, words(command));
        if (!near.isEmpty()) {
            return Optional.of(near.substring(2));
        }
        return word.startsWith("-") && word.contains("=") && !word.startsWith("--")
                ? Optional.of("what begins with a dash and is no option goes behind two of them: -- " + word)
                : Optional.empty();
    }

    /** The commands below that have the option. */
    private static List<String> below(String option, CommandSpec command) {
        List<String> names = new ArrayList<>();
        for (CommandLine sub : command.subcommands().values()) {
            if (sub.getCommandSpec().optionsMap().containsKey(option)) {
                names.add(sub.getCommandSpec().name());
            }
        }
        return names;
    }

    /** What may stand after a command: its options and the commands below it. */
    private static List<String> words(CommandSpec command) {
        List<String> words = new ArrayList<>(command.optionsMap().keySet());
        words.addAll(command.subcommands().keySet());
        return words;
    }
}
