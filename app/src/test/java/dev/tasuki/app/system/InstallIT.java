package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.app.house.ShownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/install.md, in their order. The archive and the package run where no Java is to be found: the
 * path is a folder of the few tools that a machine has at least. {@link ReleaseIT} looks at what else is made.
 */
class InstallIT {
    private static final Pattern ADDRESS = Pattern.compile("answers at (http://\\S+)");
    private static final List<String> NOTICES = List.of(
            "LICENSE",
            "NOTICE",
            "THIRD-PARTY.txt",
            "LICENSE-htm.txt",
            "LICENSE-preact.txt",
            "LICENSE-signals.txt",
            "tasuki.cdx.json");

    private static List<String> commands = List.of();

    @TempDir
    Path directory;

    @BeforeAll
    static void make() throws Exception {
        try (ShownPage page = ShownPage.of("docs/install.md", InstallIT.class)) {
            commands = page.takeAll();
        }
        assertThat(commands).hasSize(7);
        Release.make();
    }

    @Test
    void theArchiveServesWhereNoJavaIs() throws Exception {
        Path folder = downloads();
        String path = tools("gzip", "mv", "readlink", "rm", "sh", "sha256sum", "tar");
        Map<String, String> variables = ready(path);

        String unpacked = end(Program.alone(folder, Map.of("PATH", path), commands.get(0)));
        assertThat(unpacked).contains("linux-x64.tar.gz: OK", ".jar: OK", "tasuki ", "(Java 25");
        try (Stream<Path> files = Files.walk(folder.resolve("tasuki"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsAll(NOTICES);
        }
        try (Program server = Program.alone(folder, variables, commands.get(1))) {
            train(folder, path, server.url(), commands.get(2));
        }
        end(Program.alone(folder, Map.of("PATH", path), commands.get(3)));
        assertThat(folder.resolve("tasuki")).doesNotExist();
    }

    @Test
    void theJarServesAlone() throws Exception {
        Path folder = downloads();
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + tools("sh");
        Map<String, String> variables = Map.of("PATH", path, "TASUKI_PORT", "0", "TASUKI_DATA", "data");
        try (Program server = Program.alone(folder, variables, commands.get(4))) {
            String asClient = commands.get(2).replace("tasuki/bin/tasuki", "java -jar tasuki-*.jar");
            train(folder, path, server.url(), asClient);
            assertThat(server.err()).doesNotContain("WARNING: A restricted method");
        }
        try (Stream<Path> files = Files.list(Release.FOLDER);
                JarFile jar = new JarFile(files.filter(file -> file.toString().endsWith(".jar"))
                        .findFirst()
                        .orElseThrow()
                        .toFile())) {
            assertThat(NOTICES).allMatch(name -> jar.getEntry("META-INF/" + name) != null);
            assertThat(jar.stream().map(ZipEntry::getName))
                    .as("signatures hold for the jars they were made for")
                    .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|EC)"));
        }
    }

    @Test
    void thePackageIsInstalledAndPurged() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "there is no dpkg here");
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(root || Files.isExecutable(Path.of("/usr/bin/fakeroot")), "files of root need root or fakeroot");
        Path folder = downloads();
        Path machine = Files.createDirectories(directory.resolve("machine"));
        String dpkg = privateDpkg(machine, root);
        Path data = Files.createDirectories(machine.resolve("var/lib/tasuki/serve"));

        end(Program.alone(folder, Map.of("PATH", dpkg), commands.get(5)));
        Path settings = machine.resolve("etc/tasuki/tasuki.env");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(machine.resolve("usr/lib/systemd/system/tasuki@.service")))
                .contains("ExecStart=/usr/bin/tasuki %i")
                .doesNotContain("/opt/");
        assertThat(NOTICES.stream().filter(name -> !Files.exists(machine.resolve("usr/lib/tasuki/licenses/" + name))))
                .allMatch(name -> Files.exists(machine.resolve("usr/lib/tasuki/" + name)));
        String program = machine.resolve("usr/bin/tasuki").toString();
        String path = tools("readlink", "sh");
        try (Program server = Program.alone(folder, ready(path), program + " serve")) {
            assertThat(server.awaitOutput(ADDRESS).group(1)).startsWith("http://");
        }

        end(Program.alone(folder, Map.of("PATH", dpkg), "dpkg --remove tasuki"));
        assertThat(machine.resolve("usr/lib/tasuki")).doesNotExist();
        assertThat(settings).exists();
        assertThat(data).exists();
        end(Program.alone(folder, Map.of("PATH", dpkg), commands.get(6)));
        try (Stream<Path> left = Files.walk(machine)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("tasuki")))
                    .isEmpty();
        }
    }

    /** Variables of a server that ends at once, instead of starting slowly, if the archive of classes does not fit. */
    private static Map<String, String> ready(String path) {
        return Map.of("PATH", path, "TASUKI_JAVA_OPTS", "-Xshare:on", "TASUKI_PORT", "0", "TASUKI_DATA", "data");
    }

    private static void train(Path folder, String path, String url, String commands) {
        String figures = end(Program.alone(folder, Map.of("PATH", path, "TASUKI_URL", url), commands));
        assertThat(figures).contains("rmse 53.03900735084424 ").endsWith("\n208.6445780005619\n");
    }

    private Path downloads() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("down loads"));
        try (Stream<Path> made = Files.list(Release.FOLDER)) {
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
            }
        }
        return folder;
    }

    /** A path with a dpkg that knows nothing but that folder: neither files nor records of this machine. */
    private String privateDpkg(Path machine, boolean root) throws IOException {
        Path records = Files.createDirectories(machine.resolve("var/lib/dpkg"));
        Files.createDirectories(records.resolve("updates"));
        Files.createDirectories(records.resolve("info"));
        Files.createFile(records.resolve("status"));
        Path folder = Files.createDirectory(directory.resolve("dpkg"));
        Path script = Files.writeString(
                folder.resolve("dpkg"),
                "#!/bin/sh\nexec " + (root ? "" : "fakeroot ") + "/usr/bin/dpkg --root='" + machine + "' --log='"
                        + directory.resolve("dpkg.log") + "' --force-depends --force-script-chrootless \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return folder + ":/usr/sbin:/usr/bin:/sbin:/bin";
    }

    private static String end(Program program) {
        try (program) {
            assertThat(program.exit()).as(program.out() + program.err()).isZero();
            return program.out();
        }
    }

    /** A folder with these programs of the machine, as a path. */
    private String tools(String... names) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("tools"));
        for (String name : names) {
            Files.createSymbolicLink(folder.resolve(name), Path.of("/usr/bin", name));
        }
        return folder.toString();
    }
}
