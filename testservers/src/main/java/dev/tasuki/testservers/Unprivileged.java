package dev.tasuki.testservers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that refuses to run as root is run as somebody else, in a directory that is then theirs. */
final class Unprivileged {
    private static final int NOBODY = 65534;

    private Unprivileged() {}

    /** What to put before a command so that it does not run as root; nothing if this process does not. */
    static List<String> prefix(Path home) throws IOException {
        if (uid(Path.of("/proc/self")) != 0) {
            return List.of();
        }
        List<String> tried = new ArrayList<>();
        for (Way way : List.of(
                new Way(NOBODY, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--")),
                new Way(0, List.of("unshare", "--user", "--")))) {
            Files.setAttribute(home, "unix:uid", way.owner());
            String answer = way.probe(home);
            if (answer.matches("[1-9]\\d*")) {
                return way.words();
            }
            tried.add(String.join(" ", way.words()) + ": " + answer);
        }
        throw new IOException("no way to run a server as another user than root: " + tried);
    }

    private static int uid(Path file) throws IOException {
        return Files.exists(file) ? (int) Files.getAttribute(file, "unix:uid") : NOBODY;
    }

    /** A way to become somebody else, and who owns the directory then. */
    private record Way(int owner, List<String> words) {
        /** The user's number if the directory can be written that way, otherwise what went wrong. */
        String probe(Path home) throws IOException {
            List<String> command = new ArrayList<>(words);
            command.addAll(List.of("sh", "-c", "touch probe && rm probe && id -u"));
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
