package dev.tasuki.app.wiring;

import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.app.settings.Settings.LogLevel;
import dev.tasuki.core.base.ThreadNiceness;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.fit.IsolatedFit;
import dev.tasuki.core.fit.IsolatedFitter;
import dev.tasuki.core.fit.LocalFitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The same program once more, as the process of one training: how it is started, and what it does.
 *
 * @param bounds of the training
 * @param level how much it logs, on the error stream of the process that started it
 * @param format how
 * @param plugins where further learners are; empty: there are none
 */
public record FitProcess(FitBounds bounds, LogLevel level, LogFormat format, Optional<Path> plugins)
        implements IsolatedFitter.Children {
    /** The command, not shown to people. */
    public static final String COMMAND = "fit-one";

    private static final String MAIN = "dev.tasuki.app.Main";
    /** What the program itself needs beside the training. */
    private static final long PROGRAM = 32L << 20;

    /** The command line of a process of these bounds. */
    List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx" + (bounds.memory() + PROGRAM),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                COMMAND,
                Long.toString(bounds.memory()),
                Integer.toString(bounds.classes()),
                Integer.toString(bounds.threads()),
                level.name(),
                format.name(),
                plugins.map(Path::toString).orElse(""));
    }

    /** Reads what {@link #command} wrote behind the command. */
    public static FitProcess of(List<String> arguments) {
        return new FitProcess(
                new FitBounds(
                        Long.parseLong(arguments.get(0)),
                        Integer.parseInt(arguments.get(1)),
                        Integer.parseInt(arguments.get(2))),
                LogLevel.valueOf(arguments.get(3)),
                LogFormat.valueOf(arguments.get(4)),
                Optional.of(arguments.get(5)).filter(text -> !text.isEmpty()).map(Path::of));
    }

    /** It gets none of this process's variables: they hold passwords, and it has no use for them. */
    @Override
    public Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        return builder.start();
    }

    /** Trains once; the exit code. */
    public int run(InputStream in, OutputStream out) throws IOException {
        Logging.set(level, format);
        // The process that asks has looked at them at its start: what changed since then is a defect of this one.
        LearnerPlugins.add(plugins).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        LocalFitter learner = new LocalFitter(
                work -> Thread.ofPlatform().daemon().name("tasuki-grower").start(ThreadNiceness.yielding(work)),
                bounds);
        return new IsolatedFit(learner, in, out, () -> Runtime.getRuntime().halt(1)).run();
    }
}
