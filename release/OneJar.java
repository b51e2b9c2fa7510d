import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one jar of the program and its libraries, so that {@code java -jar} needs no folder beside it:
 *
 * <pre>java release/OneJar.java OUT TIME NOTICES PROGRAM LIBRARY...</pre>
 *
 * NOTICES is a folder whose files go to META-INF. The same input gives the same bytes. Where two jars have a file of
 * one name and other bytes, it fails unless there is a rule for that file.
 */
final class OneJar {
    /** What holds for one jar only, and what editors read of Micronaut's settings. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC)"
                    + "|config-properties\\.adoc|spring-configuration-metadata\\.json)"
                    + "|(META-INF/versions/\\d+/)?module-info\\.class");

    private static final Pattern LICENCE =
            Pattern.compile("(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING|DEPENDENCIES)[^/]*", Pattern.CASE_INSENSITIVE);
    /** Lists of lines: those of all jars hold together. */
    private static final Pattern LINES = Pattern.compile("META-INF/(services/.+|io\\.netty\\.versions\\.properties)");

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Set<String>> lists = new TreeMap<>();
    private final Set<String> clashes = new LinkedHashSet<>();

    public static void main(String... arguments) throws IOException {
        Path out = Path.of(arguments[0]);
        Instant time = Instant.parse(arguments[1]);
        OneJar jar = new OneJar();
        try (Stream<Path> notices = Files.list(Path.of(arguments[2]))) {
            for (Path notice : notices.toList()) {
                jar.files.put("META-INF/" + notice.getFileName(), Files.readAllBytes(notice));
            }
        }
        for (String input : Arrays.asList(arguments).subList(3, arguments.length)) {
            jar.add(Path.of(input));
        }
        if (!jar.clashes.isEmpty()) {
            throw new IOException(
                    "Another jar has a file of this name and other bytes, and release/OneJar.java no rule for it: "
                            + String.join(", ", jar.clashes));
        }
        jar.write(out, manifest(Path.of(arguments[3])), time.toEpochMilli());
    }

    private void add(Path input) throws IOException {
        try (JarFile jar = new JarFile(input.toFile(), false)) {
            for (ZipEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
                String name = entry.getName();
                if (LEFT_OUT.matcher(name).matches()) {
                    continue;
                }
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                if (LINES.matcher(name).matches()) {
                    lists.computeIfAbsent(name, n -> new LinkedHashSet<>()).addAll(lines(bytes));
                } else if (LICENCE.matcher(name).matches()) {
                    String file = name.substring(name.lastIndexOf('/') + 1);
                    files.put("META-INF/third-party/" + input.getFileName() + "/" + file, bytes);
                } else {
                    byte[] other = files.putIfAbsent(name, bytes);
                    if (other != null && !Arrays.equals(other, bytes)) {
                        clashes.add(name + " of " + input.getFileName());
                    }
                }
            }
        }
    }

    private static Set<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The program's own, without the libraries beside it. */
    private static byte[] manifest(Path program) throws IOException {
        try (JarFile jar = new JarFile(program.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            Attributes main = manifest.getMainAttributes();
            main.remove(Attributes.Name.CLASS_PATH);
            main.putValue("Multi-Release", "true");
            // SQLite's library is native code; without this line the JVM warns at each start.
            main.putValue("Enable-Native-Access", "ALL-UNNAMED");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            manifest.write(bytes);
            return bytes.toByteArray();
        }
    }

    private void write(Path out, byte[] manifest, long time) throws IOException {
        try (OutputStream file = Files.newOutputStream(out);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            put(zip, JarFile.MANIFEST_NAME, manifest, time);
            lists.forEach((name, lines) ->
                    files.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
            folders();
            files.forEach((name, bytes) -> put(zip, name, bytes, time));
        }
    }

    /** Entries of their own: what lists a folder of resources, such as the migrations, finds it by them only. */
    private void folders() {
        for (String name : List.copyOf(files.keySet())) {
            for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
                files.putIfAbsent(name.substring(0, end + 1), new byte[0]);
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes, long time) {
        try {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(time);
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
