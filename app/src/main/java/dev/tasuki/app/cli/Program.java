package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.NoServer;
import dev.tasuki.app.settings.SettingsRefused;
import dev.tasuki.app.wiring.FitProcess;
import dev.tasuki.app.wiring.ProcessOverrides;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The whole command line: parses, runs a command, turns every failure into a sentence and an exit code. */
public final class Program {
    private final CommandContext context;
    private final ProcessOverrides overrides;

    /** The program as it is shipped. */
    public Program(CommandContext context) {
        this(context, ProcessOverrides.NONE);
    }

    /** A program whose servers have something between their parts and their adapters. */
    public Program(CommandContext context, ProcessOverrides overrides) {
        this.context = context;
        this.overrides = overrides;
    }

    /** Runs one command line; returns one of {@link Exit}'s codes. */
    public int run(String... arguments) {
        return commandLine(new LastLine(arguments, context)).execute(helpOf(arguments));
    }

    /** "help models list" is "models list --help": the library's own command looks one word deep. */
    private static String[] helpOf(String[] arguments) {
        if (arguments.length < 3 || !arguments[0].equals("help")) {
            return arguments;
        }
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        words[words.length - 1] = "--help";
        return words;
    }

    private CommandLine commandLine(LastLine last) {
        CommandSpec root = CommandSpec.forAnnotatedObject(new RootCommand(context));
        ServerCommands.all(context, overrides).forEach(root::addSubcommand);
        for (Object command : List.of(
                new TrainCommand(context),
                new PredictCommand(context),
                new AlgorithmsCommand(context),
                new ModelsCommand(context),
                new CompareCommand(context),
                new DatasetsCommand(context),
                new TasksCommand(context),
                new QueuesCommand(context),
                new WorkersCommand(context),
                new DeadLettersCommand(context))) {
            CommandSpec spec = CommandSpec.forAnnotatedObject(command);
            root.addSubcommand(spec.name(), spec);
        }
        root.addSubcommand("ct", CtCommand.spec(context));
        root.addSubcommand("config", ConfigCommand.spec(context));
        root.addSubcommand("doctor", DoctorCommand.spec(context));
        root.addSubcommand("version", CommandSpec.forAnnotatedObject(new VersionCommand(context)));
        root.addSubcommand("completion", CommandSpec.forAnnotatedObject(new CompletionCommand(context)));
        root.addSubcommand(IdsCommand.NAME, CommandSpec.forAnnotatedObject(new IdsCommand(context)));
        root.addSubcommand(FitProcess.COMMAND, CommandSpec.forAnnotatedObject(new FitCommand(context)));
        root.addSubcommand("help", CommandSpec.forAnnotatedObject(new CommandLine.HelpCommand()));
        tellVersion(root);
        CommandLine line = new CommandLine(root);
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(context.colours() ? Ansi.ON : Ansi.OFF));
        // @FILE is ours to read: it means the JSON in a file, not further arguments.
        line.setExpandAtFiles(false);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((exception, arguments) -> new UsageError(exception, arguments).tell(last));
        line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, parsed, last));
        return line;
    }

    private static void tellVersion(CommandSpec command) {
        command.version("tasuki " + Version.text());
        command.subcommands().values().forEach(below -> tellVersion(below.getCommandSpec()));
    }

    /** Why a command ends, by code and words. */
    private record Ending(int exit, String code, String detail) {}

    /** Every command's failure ends here. */
    private int failed(Exception exception, ParseResult parsed, LastLine last) {
        Ending ending = switch (exception) {
            case Refusal refusal -> new Ending(Exit.of(refusal), refusal.code().text(), detail(refusal));
            case SettingsRefused refused -> new Ending(Exit.WRONG, "settings", detail(refused));
            case NoServer away -> new Ending(Exit.UNAVAILABLE, "no_server", String.valueOf(away.getMessage()));
            case Failure failure -> new Ending(failure.exit(), "failed", String.valueOf(failure.getMessage()));
            case ParameterException usageError -> {
                new UsageError(usageError, new String[0]).tell(last);
                yield new Ending(Exit.WRONG, "", "");
            }
            default -> {
                String where = last.json() ? trace(exception) : "the lines above";
                if (!last.json()) {
                    exception.printStackTrace(context.err());
                }
                yield new Ending(Exit.DEFECT, "internal", "a defect in Tasuki, please report " + where);
            }
        };
        if (!ending.code.isEmpty()) {
            tell(ending, parsed, last);
        }
        return ending.exit;
    }

    private static String trace(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String detail(SettingsRefused refused) {
        int count = refused.problems().size();
        String head = count == 1 ? "a setting is wrong:" : count + " settings are wrong:";
        return head + "\n  " + String.join("\n  ", refused.problems());
    }

    private static String detail(Refusal refusal) {
        if (refusal instanceof InvalidRequest invalid && !invalid.fields().isEmpty()) {
            return invalid.fields().stream()
                    .map(Program::line)
                    .collect(Collectors.joining("\n  ", "the request is wrong:\n  ", ""));
        }
        return CommandWords.of(refusal.detail());
    }

    private static String line(FieldProblem problem) {
        String place = problem.loc().stream().skip(1).map(String::valueOf).collect(Collectors.joining("."));
        return place.isEmpty() ? problem.msg() : place + ": " + problem.msg();
    }

    private void tell(Ending ending, ParseResult parsed, LastLine last) {
        if (wantsJson(parsed)) {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            error.putObject("error")
                    .put("code", ending.code)
                    .put("detail", ending.detail)
                    .put("exit", ending.exit);
            context.err().println(error);
        } else {
            last.print(ending.exit, ending.code, ending.detail);
        }
    }

    private static boolean wantsJson(ParseResult parsed) {
        return parsed.hasMatchedOption("--json") || (parsed.hasSubcommand() && wantsJson(parsed.subcommand()));
    }
}
