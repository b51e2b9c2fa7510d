package dev.tasuki.app;

import dev.tasuki.app.cli.CommandContext;
import dev.tasuki.app.cli.Program;
import dev.tasuki.app.wiring.DirectMemory;
import dev.tasuki.app.wiring.OutOfMemory;
import dev.tasuki.app.wiring.ProcessOverrides;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the process begins: the only place that reads the environment. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        run(ProcessOverrides.NONE, arguments);
    }

    /** Runs one command line with a seam of one's own, and ends the process. */
    public static void run(ProcessOverrides overrides, String... arguments) {
        DirectMemory.bound();
        OutOfMemory.watch();
        Console console = System.console();
        CommandContext context = new CommandContext(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                utf8(new FileOutputStream(FileDescriptor.out)),
                utf8(new FileOutputStream(FileDescriptor.err)),
                console != null && console.isTerminal());
        int exit = new Program(context, overrides).run(arguments);
        context.out().flush();
        context.err().flush();
        System.exit(exit);
    }

    /** UTF-8 whatever the locale says, so that results do not depend on it. */
    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
