package dev.tasuki.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where bytes go that a command was told to fetch: a file, which is there whole or not at all, or standard output. */
final class OutputOption {
    @Option(
            names = {"-o", "--output", "--out"},
            paramLabel = "FILE",
            description = "The file to write; standard output if left out")
    private @Nullable Path file;

    /** Writes the bytes. */
    interface Content {
        void write(OutputStream into) throws IOException;
    }

    /** Whether a file was named. */
    boolean given() {
        return file != null;
    }

    /** Fetches; a file that was there is replaced once all has come. */
    int fetch(CommandContext context, Content content) throws IOException {
        if (file == null) {
            content.write(context.out());
            context.out().flush();
            return Exit.OK;
        }
        Path target = context.directory().resolve(file);
        if (Files.isDirectory(target)) {
            throw new Failure(Exit.WRONG, "--output " + file + " is a directory; name a file");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (OutputStream into = create(part)) {
            content.write(into);
        } catch (IOException | RuntimeException broken) {
            Files.deleteIfExists(part);
            throw broken;
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        return Exit.OK;
    }

    private OutputStream create(Path part) throws IOException {
        try {
            return Files.newOutputStream(part);
        } catch (NoSuchFileException absent) {
            throw new Failure(Exit.WRONG, "--output " + file + " cannot be written: there is no such directory");
        }
    }
}
