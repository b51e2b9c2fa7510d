import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the bill of materials of a folder that is to be packed, as CycloneDX 1.6:
 *
 * <pre>java release/Bill.java OUT TIME VERSION FOLDER</pre>
 *
 * What is in it comes from the jars in FOLDER/app, licences and coordinates from FOLDER/THIRD-PARTY.txt, the version of Java
 * from FOLDER/runtime/release. The same folder gives the same bytes, and no network is needed.
 */
final class Bill {
    private static final String JAVA_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";
    private static final Pattern JAVA_VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(.+)\"$");
    private static final Pattern OWN = Pattern.compile("(tasuki-[a-z]+)-(.+)\\.jar");
    /** A heading of THIRD-PARTY.txt is underlined. */
    private static final Pattern HEADING = Pattern.compile("(?m)^(.+)\\n-+\\n");
    /** Name, then indented lines. */
    private static final Pattern WORK = Pattern.compile("(?m)^(\\S.*)\\n((?: {4}.+\\n)+)");

    /** What THIRD-PARTY.txt says of a work: of a library coordinates, licence and link, of a file licence and link. */
    private record Work(String name, List<String> lines) {}

    private final Path folder;
    private final String version;
    private final List<String> components = new ArrayList<>();

    private Bill(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    public static void main(String... arguments) throws IOException {
        Bill bill = new Bill(Path.of(arguments[3]), arguments[2]);
        bill.java();
        bill.files();
        bill.libraries();
        Files.writeString(Path.of(arguments[0]), bill.json(arguments[1]));
    }

    private void java() throws IOException {
        Matcher found = JAVA_VERSION.matcher(Files.readString(folder.resolve("runtime/release")));
        if (!found.find()) {
            throw new IOException("runtime/release has no JAVA_VERSION");
        }
        components.add(object(
                field("type", "platform"),
                field("bom-ref", "runtime"),
                field("name", "OpenJDK"),
                field("version", found.group(1)),
                licences(JAVA_LICENCE),
                link("https://openjdk.org")));
    }

    /** What the server's jar has of others; their versions are told by nobody. */
    private void files() throws IOException {
        for (Work work : works("Files in the server's jar")) {
            boolean linked = work.lines().size() > 1;
            components.add(object(
                    field("type", linked ? "library" : "data"),
                    field("bom-ref", "file:" + work.name()),
                    field("name", work.name()),
                    linked ? licences(work.lines().get(0)) : field("description", work.lines().get(0)),
                    linked ? link(work.lines().get(1)) : ""));
        }
    }

    private void libraries() throws IOException {
        Map<String, Work> known = works("Libraries").stream().collect(Collectors.toMap(Work::name, work -> work));
        for (Path jar : jars()) {
            String file = jar.getFileName().toString();
            Matcher own = OWN.matcher(file);
            Work work = known.get(file);
            if (own.matches()) {
                components.add(library(jar, List.of("dev.tasuki", own.group(1), own.group(2)), "Apache-2.0", ""));
            } else if (work == null) {
                throw new IOException(file + " is not in THIRD-PARTY.txt: list its name, licence and link there.");
            } else {
                List<String> at = List.of(work.lines().get(0).split(":"));
                String begins = at.get(1) + "-";
                if (!file.startsWith(begins)) {
                    throw new IOException(file + " is listed in THIRD-PARTY.txt as " + work.lines().get(0));
                }
                String ends = file.substring(begins.length(), file.length() - ".jar".length());
                components.add(library(
                        jar, List.of(at.get(0), at.get(1), ends), work.lines().get(1), link(work.lines().get(2))));
            }
        }
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("app/lib"))) {
            return files.sorted().toList();
        }
    }

    private static String library(Path jar, List<String> coordinates, String licence, String link) throws IOException {
        String address = "pkg:maven/%s/%s@%s?type=jar".formatted(coordinates.toArray());
        return object(
                field("type", "library"),
                field("bom-ref", address),
                field("group", coordinates.get(0)),
                field("name", coordinates.get(1)),
                field("version", coordinates.get(2)),
                "\"hashes\": [" + object(field("alg", "SHA-256"), field("content", sum(jar))) + "]",
                licences(licence),
                field("purl", address),
                link);
    }

    private List<Work> works(String heading) throws IOException {
        String text = Files.readString(folder.resolve("THIRD-PARTY.txt")) + "\n";
        Matcher headings = HEADING.matcher(text);
        int from = -1;
        int to = text.length();
        while (headings.find()) {
            if (from >= 0) {
                to = headings.start();
                break;
            }
            from = headings.group(1).equals(heading) ? headings.end() : from;
        }
        if (from < 0) {
            throw new IOException("THIRD-PARTY.txt has no heading \"" + heading + "\"");
        }
        return WORK.matcher(text.substring(from, to))
                .results()
                .map(work -> new Work(
                        work.group(1), work.group(2).strip().lines().map(String::strip).toList()))
                .toList();
    }

    private String json(String time) {
        String address = "pkg:maven/dev.tasuki/tasuki-app@" + version + "?type=jar";
        String program = object(
                field("type", "application"),
                field("bom-ref", address),
                field("group", "dev.tasuki"),
                field("name", "tasuki-app"),
                field("version", version),
                licences("Apache-2.0"),
                field("purl", address));
        String metadata = object(field("timestamp", time), "\"component\": " + program);
        return "{\n\"bomFormat\": \"CycloneDX\",\n\"specVersion\": \"1.6\",\n\"version\": 1,\n\"metadata\": "
                + metadata + ",\n\"components\": [\n" + String.join(",\n", components) + "\n]\n}\n";
    }

    private static String object(String... fields) {
        return Stream.of(fields).filter(field -> !field.isEmpty()).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String field(String name, String value) {
        return quoted(name) + ": " + quoted(value);
    }

    private static String licences(String expression) {
        return "\"licenses\": ["
                + (expression.contains(" ")
                        ? object(field("expression", expression))
                        : object("\"license\": " + object(field("id", expression))))
                + "]";
    }

    private static String link(String url) {
        return "\"externalReferences\": [" + object(field("type", "website"), field("url", url)) + "]";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
