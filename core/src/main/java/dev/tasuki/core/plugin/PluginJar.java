package dev.tasuki.core.plugin;

import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * One jar with learners, loaded.
 *
 * @param file where it is
 * @param origin its name, version and hash, for people and for what is kept with models
 * @param classes its own
 */
record PluginJar(Path file, String origin, PluginClasses classes, List<Learner<?>> learners) {
    static final int MOST = Limits.PLUGINS.intValue();
    private static final long LARGEST = Limits.PLUGIN_BYTES.value();
    /** The attribute of its manifest that names the version of the interfaces that it was compiled against. */
    private static final String VERSION = "Tasuki-Learners";

    private static final String SERVICE = "META-INF/services/" + Learner.class.getName();

    PluginJar {
        learners = List.copyOf(learners);
    }

    /** Looks at it and loads its learners. Throws {@link PluginsRefused} with one sentence. */
    static PluginJar open(Path file) throws PluginsRefused {
        try {
            requireOwn(file, "600");
            if (!Files.isRegularFile(file)) {
                throw refused(file, "is no file");
            }
            if (Files.size(file) > LARGEST) {
                throw refused(file, "has " + Files.size(file) + " bytes; at most " + LARGEST + " are allowed");
            }
            return load(file, "%s, SHA-256 %s".formatted(described(file), Sha256.hex(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw refused(file, "cannot be read as a jar: " + e.getMessage());
        }
    }

    /** Throws if everybody may write to it: what is put there runs in this process. */
    static void requireOwn(Path path, String mode) throws IOException, PluginsRefused {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(
                    path, "may be written by everybody, and its code would run here; run: chmod " + mode + " " + path);
        }
    }

    /** Name and version; throws unless it says that it was made for these interfaces. */
    private static String described(Path file) throws IOException, PluginsRefused {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String version = main.getValue(VERSION);
            if (version == null) {
                throw refused(
                        file,
                        "does not say for which version of the interfaces of learners it was built: its manifest needs \""
                                + VERSION + ": " + SpiVersion.CURRENT + "\"");
            }
            if (!version.strip().equals(SpiVersion.CURRENT)) {
                throw refused(
                        file,
                        "was built for version " + version.strip() + " of the interfaces of learners; this program has"
                                + " version " + SpiVersion.CURRENT + ": get the plug-in for that one");
            }
            if (jar.getEntry(SERVICE) == null) {
                throw refused(file, "brings no learner: it has no " + SERVICE);
            }
            String own = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return file.getFileName() + (own == null ? "" : " " + own.strip());
        }
    }

    private static PluginJar load(Path file, String origin) throws IOException, PluginsRefused {
        PluginClasses classes = new PluginClasses(file);
        try {
            List<Learner<?>> learners = new ArrayList<>();
            for (Learner<?> learner : ServiceLoader.load(Learner.class, classes)) {
                tried(learner);
                learners.add(learner);
            }
            if (learners.isEmpty()) {
                throw refused(file, "brings no learner: its " + SERVICE + " names no class");
            }
            return new PluginJar(file, origin, classes, learners);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException wrong) {
            classes.close();
            throw refused(file, "cannot be loaded: " + cause(wrong));
        } catch (PluginsRefused refused) {
            classes.close();
            throw refused;
        }
    }

    /** What a process asks of every learner at its start: better to hear of it here what does not work. */
    private static void tried(Learner<?> learner) {
        boolean whole = !learner.name().isEmpty()
                && !learner.codec().id().isEmpty()
                && learner.kind() != null
                && learner.equality() != null
                && learner.takes() != null
                && learner.parameters() != null;
        if (!whole) {
            throw new IllegalStateException(
                    learner.getClass().getName() + " leaves name, kind, parameters, takes, equality or codec empty");
        }
        ConfiguredLearner.published(learner, Map.of()).byName();
    }

    /** The innermost reason: the service loader's words for it are about itself. */
    private static String cause(Throwable wrong) {
        Throwable innermost = wrong;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString();
    }

    private static PluginsRefused refused(Path file, String why) {
        return new PluginsRefused(List.of(file + " " + why));
    }

    void close() {
        try {
            classes.close();
        } catch (IOException e) {
            // The process ends, or goes on without it.
        }
    }
}
