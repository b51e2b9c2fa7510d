package dev.tasuki.app.cli;

import dev.tasuki.app.client.ServerClient;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a file that is sent is written. */
final class FileFormatOptions {
    @Option(
            names = "--separator",
            completionCandidates = Choices.Separators.class,
            paramLabel = "SEPARATOR",
            description = "What parts the fields: ',', ';', tab or '|'; recognised if left out")
    private String separator = "";

    @Option(
            names = "--encoding",
            completionCandidates = Choices.Encodings.class,
            paramLabel = "ENCODING",
            description = "utf-8, utf-16, latin-1, windows-1252, shift_jis or cp932; utf-8 if left out")
    private String encoding = "";

    /** The path with what was said. */
    String query(String path) {
        return query(path, Map.of());
    }

    /** The same with further parameters. */
    String query(String path, Map<String, String> further) {
        Map<String, String> all = new HashMap<>(further);
        all.put("separator", separator);
        all.put("encoding", encoding);
        return ServerClient.path(path, all);
    }
}
