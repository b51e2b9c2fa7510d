package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.core.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bill of materials and the image of a release. No container engine is at hand: the image is read as its format has
 * it, by us and by tools that engines are made of, and its program runs in its files as the root of the file system, under
 * its user and with its variables.
 */
class ReleaseIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TIME = "2026-11-01T00:00:00Z";

    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");
    private static final Path UMOCI = Path.of("/usr/bin/umoci");

    @TempDir
    static Path shared;

    private static @Nullable Path bundle;

    @TempDir
    Path directory;

    @BeforeAll
    static void make() throws Exception {
        Release.make();
    }

    @Test
    void theBillHasEachJarWithVersionAndLicenceAndNoOther() throws IOException {
        Map<String, String> jars = new TreeMap<>();
        for (Path jar : files(Release.unpacked().resolve("app/lib"))) {
            jars.put(jar.getFileName().toString(), Sha256.hex(Files.readAllBytes(jar)));
        }
        Map<String, String> billed = new TreeMap<>();
        for (JsonNode component : bill().get("components")) {
            if (component.has("hashes")) {
                String file = component.get("name").asText() + "-"
                        + component.get("version").asText() + ".jar";
                billed.put(file, component.at("/hashes/0/content").asText());
                assertThat(component.at("/hashes/0/alg").asText()).isEqualTo("SHA-256");
                assertThat(component.get("purl").asText())
                        .isEqualTo("pkg:maven/%s/%s@%s?type=jar"
                                .formatted(
                                        component.get("group").asText(),
                                        component.get("name").asText(),
                                        component.get("version").asText()));
                assertThat(licence(component)).as(file).matches("[A-Za-z0-9.-]+( (OR|AND|WITH) [A-Za-z0-9.-]+)*");
                assertThatItSaysWhatTheJarSays(component, file);
            }
        }
        assertThat(billed).hasSizeGreaterThan(100).isEqualTo(jars);
        assertThat(licence(component("postgresql"))).isEqualTo("BSD-2-Clause");
        assertThat(licence(component("mariadb-java-client"))).isEqualTo("LGPL-2.1-or-later");
        assertThat(licence(component("logback-core"))).isEqualTo("EPL-1.0 OR LGPL-2.1-only");
        assertThat(component("OpenJDK").get("version").asText()).startsWith("25");
        assertThat(licence(component("Preact Signals"))).isEqualTo("MIT");
        assertThat(bill().at("/metadata/component/name").asText()).isEqualTo("tasuki-app");
        assertThat(Files.mismatch(Release.file(".cdx.json"), Release.unpacked().resolve("tasuki.cdx.json")))
                .isEqualTo(-1);
    }

    /** Many jars tell their own coordinates. */
    private static void assertThatItSaysWhatTheJarSays(JsonNode component, String file) throws IOException {
        try (JarFile jar =
                new JarFile(Release.unpacked().resolve("app/lib").resolve(file).toFile())) {
            List<ZipEntry> own = jar.stream()
                    .filter(entry -> entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                    .map(ZipEntry.class::cast)
                    .toList();
            if (own.size() == 1) {
                Properties told = new Properties();
                told.load(jar.getInputStream(own.getFirst()));
                assertThat(component.get("group").asText())
                        .as(file)
                        .isEqualTo(told.getProperty("groupId").strip());
                assertThat(component.get("name").asText())
                        .isEqualTo(told.getProperty("artifactId").strip());
            }
        }
    }

    @Test
    void theBillIsTheSameFromAnotherProcess() throws Exception {
        Path again = directory.resolve("again.json");
        java(
                "release/Bill.java",
                again.toString(),
                TIME,
                version(),
                Release.unpacked().toString());
        assertThat(Files.readString(again)).isEqualTo(Files.readString(Release.file(".cdx.json")));
    }

    @Test
    void theImageIsTheSameFromAnotherProcess() throws Exception {
        Path again = directory.resolve("again.tar");
        java(
                "-jar",
                "release/target/tasuki-release.jar",
                again.toString(),
                TIME,
                version(),
                Release.unpacked().toString(),
                "/");
        assertThat(Files.mismatch(again, Release.file("-image.tar"))).isEqualTo(-1);
    }

    @Test
    void theImagesLayersAreThoseOfItsManifestAndHoldTheArchive() throws Exception {
        Path image = unpackedImage();
        JsonNode manifest = MAPPER.readTree(image.resolve("manifest.json").toFile());
        JsonNode config = config(image);
        List<String> layers = layers(manifest);
        assertThat(config.at("/rootfs/diff_ids")).hasSize(layers.size());
        for (int i = 0; i < layers.size(); i++) {
            Path layer = image.resolve(layers.get(i));
            assertThat(layers.get(i)).isEqualTo(Sha256.hex(Files.readAllBytes(layer)) + ".tar.gz");
            try (InputStream plain = new GZIPInputStream(Files.newInputStream(layer))) {
                assertThat(config.at("/rootfs/diff_ids/" + i).asText())
                        .isEqualTo("sha256:" + Sha256.hex(plain.readAllBytes()));
            }
        }
        assertThat(config.at("/config/User").asText()).isEqualTo("10001:10001");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/opt/tasuki/bin/tasuki");
        assertThat(config.at("/config/Cmd/0").asText()).isEqualTo("serve");
        assertThat(shapes(root(image).resolve("opt/tasuki"))).isEqualTo(shapes(Release.unpacked()));
    }

    @Test
    void otherToolsSeeTheSameInTheImage() throws Exception {
        assumeTrue(othersAreHere(), "skopeo and umoci, or the rights of root, are not here");
        JsonNode config = config(unpackedImage());
        JsonNode seen = MAPPER.readTree(
                end(List.of(SKOPEO.toString(), "inspect", "docker-archive:" + Release.file("-image.tar"))));
        assertThat(seen.get("Os").asText()).isEqualTo("linux");
        assertThat(seen.get("Architecture").asText()).isEqualTo("amd64");
        assertThat(seen.get("Layers")).hasSize(4);
        assertThat(seen.get("Labels")).isEqualTo(config.at("/config/Labels"));
        assertThat(seen.get("Env")).isEqualTo(config.at("/config/Env"));

        JsonNode process =
                MAPPER.readTree(bundle().resolve("config.json").toFile()).get("process");
        assertThat(process.at("/user/uid").asInt()).isEqualTo(10_001);
        assertThat(process.at("/user/gid").asInt()).isEqualTo(10_001);
        assertThat(process.get("cwd").asText()).isEqualTo("/var/lib/tasuki");
        assertThat(process.get("args").toString()).isEqualTo("[\"/opt/tasuki/bin/tasuki\",\"serve\"]");
        assertThat(shapes(bundle().resolve("rootfs/opt/tasuki"))).isEqualTo(shapes(Release.unpacked()));
    }

    private static boolean othersAreHere() {
        return Files.isExecutable(SKOPEO)
                && Files.isExecutable(UMOCI)
                && System.getProperty("user.name").equals("root");
    }

    /** What an engine would start, made by others: skopeo reads the tar, and umoci lays its files out. */
    private Path bundle() throws Exception {
        Path made = bundle;
        if (made == null) {
            String layout = shared.resolve("layout") + ":" + version();
            end(List.of(
                    SKOPEO.toString(),
                    "--insecure-policy",
                    "copy",
                    "docker-archive:" + Release.file("-image.tar"),
                    "oci:" + layout));
            made = shared.resolve("bundle");
            end(List.of(UMOCI.toString(), "unpack", "--image", layout, made.toString()));
            bundle = made;
        }
        return made;
    }

    @Test
    void theProgramRunsInTheImagesFilesUnderItsUser() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/unshare")),
                "another root of the file system needs root and unshare");
        Path image = unpackedImage();
        Path root = othersAreHere() ? bundle().resolve("rootfs") : root(image);
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("dev"));
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        JsonNode config = config(image).get("config");
        config.get("Env").forEach(variable -> command.add(variable.asText()));
        // Where it listens is the test's, and it ends at once if the archive of classes does not fit.
        command.addAll(List.of("TASUKI_HOST=127.0.0.1", "TASUKI_PORT=0", "TASUKI_JAVA_OPTS=-Xshare:on"));
        command.addAll(
                List.of("/usr/sbin/chroot", "--userspec=" + config.get("User").asText(), "'" + root + "'"));
        command.add(config.at("/Entrypoint/0").asText());
        command.add(config.at("/Cmd/0").asText());
        // An engine gives these three; they go with the process.
        String mounts = "mount --bind '%s' '%s' && mount --rbind /proc '%s/proc' && mount --rbind /dev '%s/dev'"
                .formatted(root, root, root, root);
        String script = Files.writeString(
                        directory.resolve("run.sh"), mounts + " && exec " + String.join(" ", command) + "\n")
                .toString();
        Map<String, String> path = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        try (Program server = Program.alone(directory, path, "unshare --mount sh '" + script + "'")) {
            Http http = new Http(server.url());
            assertThat(http.ended(http.train(Http.TRAIN)).at("/metrics/rmse").asDouble())
                    .isEqualTo(53.03900735084424);
        }
        assertThat(Files.getAttribute(root.resolve("var/lib/tasuki/tasuki.db"), "unix:uid"))
                .isEqualTo(10_001);
    }

    private Path unpackedImage() throws Exception {
        Path image = Files.createDirectory(directory.resolve("image"));
        tar("-xf", Release.file("-image.tar").toString(), "-C", image.toString());
        return image;
    }

    /** The files that a container would start with. */
    private Path root(Path image) throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        for (String layer :
                layers(MAPPER.readTree(image.resolve("manifest.json").toFile()))) {
            tar("-xpzf", image.resolve(layer).toString(), "-C", root.toString());
        }
        return root;
    }

    private static List<String> layers(JsonNode manifest) {
        List<String> layers = new ArrayList<>();
        manifest.at("/0/Layers").forEach(layer -> layers.add(layer.asText()));
        return layers;
    }

    private static JsonNode config(Path image) throws IOException {
        JsonNode manifest = MAPPER.readTree(image.resolve("manifest.json").toFile());
        return MAPPER.readTree(image.resolve(manifest.at("/0/Config").asText()).toFile());
    }

    /** Mode, time and bytes of all files. */
    private static Map<String, String> shapes(Path folder) throws IOException {
        Map<String, String> shapes = new TreeMap<>();
        for (Path file : files(folder)) {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            shapes.put(
                    folder.relativize(file).toString(),
                    mode + " " + Files.getLastModifiedTime(file) + " " + Sha256.hex(Files.readAllBytes(file)));
        }
        assertThat(shapes).hasSizeGreaterThan(100);
        return shapes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static JsonNode bill() throws IOException {
        return MAPPER.readTree(Release.file(".cdx.json").toFile());
    }

    private static JsonNode component(String name) throws IOException {
        for (JsonNode component : bill().get("components")) {
            if (component.get("name").asText().equals(name)) {
                return component;
            }
        }
        throw new AssertionError("the bill has no " + name);
    }

    private static String licence(JsonNode component) {
        JsonNode licence = component.at("/licenses/0");
        return licence.has("expression")
                ? licence.get("expression").asText()
                : licence.at("/license/id").asText();
    }

    private static String version() throws IOException {
        return bill().at("/metadata/component/version").asText();
    }

    private void java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        end(command);
    }

    private void tar(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tar", "--warning=no-unknown-keyword"));
        command.addAll(List.of(arguments));
        end(command);
    }

    private String end(List<String> command) throws Exception {
        Path out = Files.createTempFile(directory, "command", ".out");
        Process process = new ProcessBuilder(command)
                .directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue())
                    .as(command + "\n" + Files.readString(out))
                    .isZero();
            return Files.readString(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
