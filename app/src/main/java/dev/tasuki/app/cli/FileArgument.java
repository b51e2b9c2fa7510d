package dev.tasuki.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that the command line names.
 *
 * @param shown how, as in "--body letter.json"
 * @param path where it is
 */
record FileArgument(String shown, Path path) {
    /** A relative one is looked for where the program was called. */
    static FileArgument of(String before, Path file, CommandContext context) {
        return new FileArgument(before + file, context.directory().resolve(file));
    }

    /** The path of a file that can be read; throws {@link Failure} if it cannot be read. */
    Path readable() {
        if (!Files.exists(path)) {
            throw new Failure(Exit.WRONG, shown + " cannot be read: there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new Failure(Exit.WRONG, shown + " cannot be read: it is a directory; name a file");
        }
        if (!Files.isReadable(path)) {
            throw new Failure(Exit.WRONG, shown + " cannot be read: its permissions do not allow it");
        }
        return path;
    }

    /** All that is in it; throws as {@link #readable} does. */
    byte[] bytes() throws IOException {
        return Files.readAllBytes(readable());
    }
}
