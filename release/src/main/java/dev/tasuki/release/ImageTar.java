package dev.tasuki.release;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image for container engines of a folder that is to be packed, as the tar that {@code docker load} takes. No
 * engine and no network is needed:
 *
 * <pre>java -jar release/target/tasuki-release.jar OUT TIME VERSION FOLDER MACHINE</pre>
 *
 * MACHINE is where the C library and the shell come from: the root of the machine, {@code /}. There is nothing else below
 * the program. The same files give the same bytes. What seldom changes comes first, so that a newer image shares its
 * layers with an older one.
 */
public final class ImageTar {
    /** Where the program is, for the image and for the systemd unit. */
    static final String PROGRAM = "/opt/tasuki";

    static final String DATA = "/var/lib/tasuki";
    /** As the deployment files have it. */
    static final String USER = "10001:10001";

    private static final int PORT = 5000;

    private final Path folder;
    private final Instant time;
    private final String version;

    private ImageTar(Path folder, Instant time, String version) {
        this.folder = folder;
        this.time = time;
        this.version = version;
    }

    /** See above. */
    public static void main(String... arguments) throws Exception {
        ImageTar image = new ImageTar(Path.of(arguments[3]), Instant.parse(arguments[1]), arguments[2]);
        image.write(Path.of(arguments[0]), Path.of(arguments[4]));
    }

    /** Writes the tar anew. */
    private void write(Path out, Path machine)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    CacheDirectoryCreationException, InvalidImageReferenceException {
        Path scratch = Files.createTempDirectory("tasuki-image");
        try {
            JibContainerBuilder builder = described(Jib.fromScratch());
            builder.addFileEntriesLayer(new Ground(machine, scratch, time).layer());
            builder.addFileEntriesLayer(layer("java", file -> file.startsWith("runtime")));
            builder.addFileEntriesLayer(layer("libraries", file -> file.startsWith("app/lib")));
            builder.addFileEntriesLayer(
                    layer("program", file -> !file.startsWith("runtime") && !file.startsWith("app/lib")));
            builder.containerize(Containerizer.to(TarImage.at(out).named("tasuki:" + tag()))
                    .setOfflineMode(true)
                    .setBaseImageLayersCache(scratch.resolve("base"))
                    .setApplicationLayersCache(scratch.resolve("layers")));
        } finally {
            delete(scratch);
        }
    }

    /** A version as engines take it. */
    private String tag() {
        return version.replace('+', '-');
    }

    private JibContainerBuilder described(JibContainerBuilder builder) {
        return builder.setFormat(ImageFormat.Docker)
                .setPlatforms(Set.of(new Platform("amd64", "linux")))
                .setCreationTime(time)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(DATA))
                .setEntrypoint(PROGRAM + "/bin/tasuki")
                .setProgramArguments("serve")
                .setExposedPorts(Set.of(Port.tcp(PORT)))
                .setVolumes(Set.of(AbsoluteUnixPath.get(DATA)))
                .setEnvironment(environment())
                .setLabels(labels());
    }

    /** In a fixed order, as all that goes into the bytes. {@link Map#of} has another one in each process. */
    private static Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "PATH",
                PROGRAM + "/bin:/usr/bin:/bin",
                "TASUKI_DATA",
                DATA,
                // A container that listens on loopback is not reached at all: see deploy/Dockerfile.
                "TASUKI_HOST",
                "0.0.0.0",
                "TASUKI_INSECURE",
                "true"));
    }

    private Map<String, String> labels() {
        return new TreeMap<>(Map.of(
                "org.opencontainers.image.title", "Tasuki",
                "org.opencontainers.image.description", "Machine-learning work, asynchronously, in Java",
                "org.opencontainers.image.licenses", "Apache-2.0",
                "org.opencontainers.image.version", version,
                "org.opencontainers.image.created", time.toString()));
    }

    /** Files of the folder with their modes and times: its archive of classes knows jars by them. */
    private FileEntriesLayer layer(String name, Predicate<Path> within) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Path file : sorted(folder)) {
            Path inside = folder.relativize(file);
            if (within.test(inside)) {
                layer.addEntry(
                        file,
                        AbsoluteUnixPath.get(PROGRAM).resolve(inside),
                        FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(file)),
                        Files.getLastModifiedTime(file).toInstant(),
                        "0:0");
            }
        }
        return layer.build();
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static FilePermissions mode(String letters) {
        return FilePermissions.fromPosixFilePermissions(PosixFilePermissions.fromString(letters));
    }
}
