package dev.tasuki.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of a few files; that of a real release is looked at by InstallIT of app. */
class ImageTarTest {
    private static final String TIME = "2026-11-01T00:00:00Z";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    private Path folder;
    private Path machine;

    @BeforeEach
    void files() throws IOException {
        folder = directory.resolve("tasuki-1.2.3-linux-x64");
        file(folder, "bin/tasuki", "#!/bin/sh\n", "rwxr-xr-x");
        file(folder, "runtime/bin/java", "java", "rwxr-xr-x");
        file(folder, "app/lib/a.jar", "library", "rw-r--r--");
        file(folder, "app/tasuki.jar", "program", "rw-r--r--");
        Files.createSymbolicLink(folder.resolve("runtime/link"), Path.of("bin/java"));
        machine = directory.resolve("machine");
        for (String name : List.of("libc.so.6", "libdl.so.2", "libm.so.6", "libnss_dns.so.2", "libnss_files.so.2")) {
            file(machine, "lib/x86_64-linux-gnu/" + name, name, "rw-r--r--");
        }
        for (String name : List.of("ld-linux-x86-64.so.2", "libpthread.so.0", "libresolv.so.2", "librt.so.1")) {
            file(machine, "lib/x86_64-linux-gnu/" + name, name, "rw-r--r--");
        }
        file(machine, "usr/bin/dash", "dash", "rwxr-xr-x");
        file(machine, "usr/share/doc/libc6/copyright", "LGPL", "rw-r--r--");
        file(machine, "usr/share/doc/dash/copyright", "BSD", "rw-r--r--");
    }

    private static void file(Path root, String name, String text, String mode) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-10-01T00:00:00Z")));
    }

    private Path made(String name) throws Exception {
        Path out = directory.resolve(name);
        ImageTar.main(out.toString(), TIME, "1.2.3+4", folder.toString(), machine.toString());
        return out;
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        Path one = made("one.tar");
        Files.setLastModifiedTime(machine.resolve("usr/bin/dash"), FileTime.from(Instant.EPOCH));
        assertThat(Files.mismatch(one, made("other.tar"))).isEqualTo(-1);

        file(folder, "app/tasuki.jar", "prograM", "rw-r--r--");
        assertThat(Files.mismatch(one, made("newer.tar"))).isNotEqualTo(-1);
    }

    @Test
    void layersAreNamedByTheirBytesAndOnlyTheChangedOneIsAnother() throws Exception {
        List<String> before = layers(entries(made("before.tar")));
        file(folder, "app/tasuki.jar", "prograM", "rw-r--r--");
        List<String> after = layers(entries(made("after.tar")));

        assertThat(before).hasSize(4);
        assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
        assertThat(after.get(3)).isNotEqualTo(before.get(3));
    }

    @Test
    void theConfigurationSaysWhoRunsWhatAndWhere() throws Exception {
        Map<String, byte[]> image = entries(made("image.tar"));
        assertThat(MAPPER.readTree(image.get("manifest.json")).at("/0/RepoTags"))
                .isEqualTo(MAPPER.readTree("[\"tasuki:1.2.3-4\"]"));
        JsonNode whole = MAPPER.readTree(image.get(config(image)));
        assertThat(whole.get("architecture").asText()).isEqualTo("amd64");
        assertThat(whole.get("os").asText()).isEqualTo("linux");
        assertThat(whole.get("created").asText()).isEqualTo(TIME);
        assertThat(whole.get("config")).isEqualTo(MAPPER.readTree("""
                {"Env": ["PATH=/opt/tasuki/bin:/usr/bin:/bin", "TASUKI_DATA=/var/lib/tasuki", "TASUKI_INSECURE=true",
                         "TASUKI_HOST=0.0.0.0"],
                 "Entrypoint": ["/opt/tasuki/bin/tasuki"], "Cmd": ["serve"], "User": "10001:10001",
                 "WorkingDir": "/var/lib/tasuki", "ExposedPorts": {"5000/tcp": {}}, "Volumes": {"/var/lib/tasuki": {}},
                 "Labels": {"org.opencontainers.image.created": "2026-11-01T00:00:00Z",
                            "org.opencontainers.image.description": "Machine-learning work, asynchronously, in Java",
                            "org.opencontainers.image.licenses": "Apache-2.0",
                            "org.opencontainers.image.title": "Tasuki",
                            "org.opencontainers.image.version": "1.2.3+4"}}"""));
    }

    @Test
    void filesKeepTheirModesAndTimesAndBelongToRootButForTheData() throws Exception {
        Map<String, String> seen = new TreeMap<>();
        Map<String, byte[]> image = entries(made("image.tar"));
        for (String layer : layers(image)) {
            read(new GZIPInputStream(new ByteArrayInputStream(image.get(layer))), (entry, bytes) -> {
                String what = entry.isDirectory()
                        ? ""
                        : " " + new String(bytes, UTF_8).lines().findFirst().orElse("");
                seen.put(
                        entry.getName(),
                        "%o %d:%d%s"
                                .formatted(
                                        entry.getMode() & 07777, entry.getLongUserId(), entry.getLongGroupId(), what));
                if (entry.getName().startsWith("opt/tasuki/") && !entry.isDirectory()) {
                    assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo("2026-10-01T00:00:00Z");
                }
            });
        }
        assertThat(seen)
                .containsEntry("opt/tasuki/bin/tasuki", "755 0:0 #!/bin/sh")
                .containsEntry("opt/tasuki/runtime/link", "755 0:0 java")
                .containsEntry("opt/tasuki/app/lib/a.jar", "644 0:0 library")
                .containsEntry("lib64/ld-linux-x86-64.so.2", "755 0:0 ld-linux-x86-64.so.2")
                .containsEntry("bin/sh", "755 0:0 dash")
                .containsEntry("usr/share/doc/libc6/copyright", "644 0:0 LGPL")
                .containsEntry("etc/passwd", "644 0:0 root:x:0:0:root:/:/bin/sh")
                .containsEntry("tmp/", "777 0:0")
                .containsEntry("var/lib/tasuki/", "700 10001:10001");
    }

    @Test
    void aMachineWithoutTheLibraryIsToldWhatIsMissing() throws IOException {
        Path missing = machine.resolve("lib/x86_64-linux-gnu/libm.so.6");
        Files.delete(missing);
        assertThatThrownBy(() -> made("image.tar"))
                .isInstanceOf(IOException.class)
                .hasMessage("the image needs " + missing + " of Debian or Ubuntu, and it is not there");
        assertThat(directory.resolve("image.tar")).doesNotExist();
    }

    /** The layers' names in their order; each is what its bytes are, and the configuration knows those unpacked. */
    private static List<String> layers(Map<String, byte[]> image) throws Exception {
        JsonNode manifest = MAPPER.readTree(image.get("manifest.json")).get(0);
        List<String> names = MAPPER.convertValue(
                manifest.get("Layers"), MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));
        JsonNode unpacked = MAPPER.readTree(image.get(config(image))).at("/rootfs/diff_ids");
        assertThat(unpacked).hasSize(names.size());
        for (int i = 0; i < names.size(); i++) {
            byte[] packed = image.get(names.get(i));
            assertThat(names.get(i)).isEqualTo(sum(packed) + ".tar.gz");
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            assertThat(unpacked.get(i).asText()).isEqualTo("sha256:" + sum(plain));
        }
        return names;
    }

    private static String config(Map<String, byte[]> image) throws IOException {
        return MAPPER.readTree(image.get("manifest.json")).at("/0/Config").asText();
    }

    private static String sum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private interface Each {
        void entry(TarArchiveEntry entry, byte[] bytes);
    }

    private static void read(InputStream in, Each each) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                each.entry(entry, tar.readAllBytes());
            }
        }
    }

    private static Map<String, byte[]> entries(Path image) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        read(Files.newInputStream(image), (entry, bytes) -> entries.put(entry.getName(), bytes));
        return entries;
    }
}
