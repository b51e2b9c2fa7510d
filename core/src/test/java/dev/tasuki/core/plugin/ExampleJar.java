package dev.tasuki.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.spi.Learner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The plug-in of {@code docs/plugins}, built anew with something changed. */
final class ExampleJar {
    static final String SERVICE = "META-INF/services/" + Learner.class.getName();
    private static final Path SOURCES = Path.of("../docs/plugins/nearest-neighbours/com/example");

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    private ExampleJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        with("Tasuki-Learners", "1");
    }

    /** As it is, with version 1.0. */
    static ExampleJar whole(Path scratch) throws IOException {
        return changed(scratch, source -> source).with("Implementation-Version", "1.0");
    }

    /** Compiled of changed sources, without a version. */
    static ExampleJar changed(Path scratch, UnaryOperator<String> change) throws IOException {
        ExampleJar jar = new ExampleJar();
        Path changed = Files.createTempDirectory(scratch, "sources");
        Path classes = Files.createTempDirectory(scratch, "classes");
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.sorted().toList()) {
                Path copy = changed.resolve(source.getFileName().toString());
                Files.writeString(copy, change.apply(Files.readString(source)));
                arguments.add(copy.toString());
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        try (Stream<Path> compiled = Files.list(classes.resolve("com/example"))) {
            for (Path file : compiled.sorted().toList()) {
                jar.entries.put("com/example/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        return jar.entry(SERVICE, "com.example.NearestNeighbours\n");
    }

    ExampleJar with(String attribute, String value) {
        manifest.getMainAttributes().putValue(attribute, value);
        return this;
    }

    ExampleJar withoutVersion() {
        assertThat(manifest.getMainAttributes().remove(new Attributes.Name("Tasuki-Learners")))
                .isNotNull();
        return this;
    }

    ExampleJar without(String entry) {
        assertThat(entries.remove(entry)).isNotNull();
        return this;
    }

    ExampleJar entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Writes it. */
    Path to(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return file;
    }
}
