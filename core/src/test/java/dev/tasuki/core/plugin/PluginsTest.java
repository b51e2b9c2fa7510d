package dev.tasuki.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.request.Algorithms;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Target;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    @TempDir
    Path scratch;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(scratch.resolve("plugins"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> problems() {
        return problems(directory);
    }

    private static List<String> problems(Path of) {
        return catchThrowableOfType(PluginsRefused.class, () -> Plugins.open(of).close())
                .problems();
    }

    private Path at(String name) {
        return directory.resolve(name);
    }

    @Test
    void theExampleIsALearnerThatTellsItsOrigin() throws Exception {
        Path jar = ExampleJar.whole(scratch).to(at("nearest-neighbours.jar"));
        Files.writeString(at("notes.txt"), "not looked at");

        try (Plugins plugins = Plugins.open(directory)) {
            AddedLearners.Added added = plugins.learners().getFirst();
            Learner<?> learner = added.learner();

            assertThat(plugins.learners()).hasSize(1);
            assertThat(learner.name()).isEqualTo("example.nearest_neighbours");
            assertThat(added.origin())
                    .isEqualTo("nearest-neighbours.jar 1.0, SHA-256 " + Sha256.hex(Files.readAllBytes(jar)));
            // 1 and 2 are nearest to 1.4, then 3; what is at 100 is not asked.
            Rows rows = Rows.ofRows(new double[][] {{3}, {100}, {1}, {2}});
            Fitted fitted = ConfiguredLearner.of(learner, Map.of("n_neighbors", 3))
                    .fit(rows, new Target.Numbers(new double[] {12, 1_000, 3, 6}), FitContext.alone());
            assertThat(((Fitted.Numbers) fitted).predict(Rows.ofRows(new double[][] {{1.4}}), () -> false))
                    .containsExactly(7);
        }
    }

    @Test
    void itsClassesSeeNothingButJavaAndWhatALearnerNeeds() throws Exception {
        ExampleJar.whole(scratch).to(at("a.jar"));
        try (Plugins plugins = Plugins.open(directory)) {
            ClassLoader classes =
                    plugins.learners().getFirst().learner().getClass().getClassLoader();

            assertThat(classes.loadClass("dev.tasuki.learn.spi.Learner")).isSameAs(Learner.class);
            for (String hidden : List.of(
                    "dev.tasuki.core.task.Limits",
                    "dev.tasuki.learn.registry.Learners",
                    "dev.tasuki.learn.model.ModelFile",
                    "com.fasterxml.jackson.databind.JsonNode",
                    "org.slf4j.Logger")) {
                assertThatThrownBy(() -> classes.loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
            }
        }
    }

    @Test
    void aDirectoryThatIsNotOneIsNamed() throws IOException {
        Path absent = scratch.resolve("absent");
        Path file = Files.createFile(scratch.resolve("file"));

        assertThat(problems(absent))
                .containsExactly("there is no directory " + absent + "; make it, or name another with --plugins");
        assertThat(problems(file)).containsExactly(file + " is no directory; name the one that holds the jars");
        assertThat(problems())
                .containsExactly(
                        "the directory " + directory + " has no jar; put the plug-ins there, or leave --plugins out");
    }

    @Test
    void whatEverybodyMayWriteToIsRefused() throws IOException {
        Path jar = ExampleJar.whole(scratch).to(at("a.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(problems())
                .containsExactly(
                        jar + " may be written by everybody, and its code would run here; run: chmod 600 " + jar);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(problems())
                .containsExactly(directory
                        + " may be written by everybody, and its code would run here; run: chmod 700 " + directory);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        Files.writeString(at("a.jar"), "no jar");
        Files.createDirectory(at("b.jar"));
        ExampleJar.whole(scratch).withoutVersion().to(at("c.jar"));
        ExampleJar.whole(scratch).with("Tasuki-Learners", "2").to(at("d.jar"));
        ExampleJar.whole(scratch).without(ExampleJar.SERVICE).to(at("e.jar"));
        ExampleJar.whole(scratch).entry(ExampleJar.SERVICE, "# none\n").to(at("f.jar"));
        ExampleJar.whole(scratch)
                .entry(ExampleJar.SERVICE, "com.example.Gone\n")
                .to(at("g.jar"));
        ExampleJar.whole(scratch).without("com/example/NeighboursCodec.class").to(at("h.jar"));

        List<String> problems = problems();

        assertThat(problems).hasSize(8);
        assertThat(problems.get(0)).startsWith(at("a.jar") + " cannot be read as a jar: ");
        assertThat(problems.subList(1, 6))
                .containsExactly(
                        at("b.jar") + " is no file",
                        at("c.jar") + " does not say for which version of the interfaces of learners it was built: its"
                                + " manifest needs \"Tasuki-Learners: 1\"",
                        at("d.jar") + " was built for version 2 of the interfaces of learners; this program has version"
                                + " 1: get the plug-in for that one",
                        at("e.jar") + " brings no learner: it has no " + ExampleJar.SERVICE,
                        at("f.jar") + " brings no learner: its " + ExampleJar.SERVICE + " names no class");
        assertThat(problems.get(6))
                .startsWith(at("g.jar") + " cannot be loaded: ")
                .contains("com.example.Gone");
        assertThat(problems.get(7))
                .isEqualTo(at("h.jar")
                        + " cannot be loaded: java.lang.ClassNotFoundException: com.example.NeighboursCodec");
    }

    @Test
    void namesAreOfTheirVendorsAndThereOnce() throws IOException {
        ExampleJar.changed(scratch, source -> source.replace("example.nearest_neighbours", "RandomForestRegressor"))
                .to(at("a.jar"));
        ExampleJar.whole(scratch).to(at("b.jar"));
        ExampleJar.whole(scratch).to(at("c.jar"));

        assertThat(problems())
                .containsExactly(
                        at("a.jar") + " brings a learner named RandomForestRegressor; a plug-in's name is lower-case"
                                + " letters, digits, - and _, with the vendor's name and a dot before them, such as"
                                + " acme.splines, so that it is none of this program's own",
                        at("c.jar") + " brings a learner named example.nearest_neighbours, as " + at("b.jar")
                                + " does; take one of them out of the directory");
    }

    @Test
    void aLearnerThatThrowsAtOnceIsRefusedWithItsWords() throws IOException {
        ExampleJar.changed(
                        scratch,
                        source -> source.replace(
                                "return new Equality.Own();", "throw new IllegalStateException(\"no licence\");"))
                .to(at("a.jar"));

        assertThat(problems())
                .containsExactly(at("a.jar") + " cannot be loaded: java.lang.IllegalStateException: no licence");
    }

    @Test
    @Tag("bound:plugins")
    void asManyJarsAsAreAllowed() throws IOException {
        int most = Limits.PLUGINS.intValue();
        for (int i : IntStream.range(0, most).toArray()) {
            Files.createFile(at("p%02d.jar".formatted(i)));
        }
        assertThat(problems()).hasSize(most).allMatch(problem -> problem.contains("cannot be read as a jar"));

        Files.createFile(at("p%02d.jar".formatted(most)));
        assertThat(problems())
                .containsExactly(
                        "the directory " + directory + " has more than 32 jars; take out those that are not needed");
    }

    @Test
    @Tag("bound:plugin_bytes")
    void aJarOfTheLargestSize() throws IOException {
        long most = Limits.PLUGIN_BYTES.value();
        Path jar = at("a.jar");
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            file.setLength(most);
            assertThat(problems()).singleElement().asString().startsWith(jar + " cannot be read as a jar: ");
            file.setLength(most + 1);
        }
        assertThat(problems()).containsExactly(jar + " has 67108865 bytes; at most 67108864 are allowed");
    }

    @Test
    void nothingIsAddedOnceTheListWasLookedAt() throws Exception {
        ExampleJar.whole(scratch).to(at("a.jar"));
        assertThat(Algorithms.names()).doesNotContain("example.nearest_neighbours");

        try (Plugins plugins = Plugins.open(directory)) {
            assertThatThrownBy(plugins::add)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("learners are added once, before the list is looked at");
        }
    }
}
