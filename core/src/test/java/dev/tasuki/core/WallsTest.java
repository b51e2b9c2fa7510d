package dev.tasuki.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls between the packages of this module. */
class WallsTest {
    private static final String CORE = "dev.tasuki.core.";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tasuki.core");

    /** What each room may see of this module, beside itself. A room that is not here fails the test. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            entry("task", List.of()),
            entry("port", List.of("task")),
            entry("memory", List.of("task", "port", "base")),
            entry("base", List.of("task", "port")),
            entry("foreign", List.of("task", "port", "base")),
            entry("ask", List.of("task", "port", "base", "dispatch")),
            entry("run", List.of("task", "port", "base", "foreign", "ask")),
            entry("dispatch", List.of("task", "port", "base")),
            entry("consumer", List.of("task", "port", "base", "ask", "run", "dispatch")),
            entry("request", List.of("task", "base")),
            entry("data", List.of("task", "port", "base", "run", "request")),
            entry("cost", List.of("task", "run", "request", "data")),
            entry("plugin", List.of("task", "base")),
            entry("fit", List.of("task", "port", "base", "plugin", "run", "request", "data", "cost")),
            entry("predict", List.of("task", "port", "base", "plugin", "ask", "request")),
            entry(
                    "use",
                    List.of(
                            "task", "port", "base", "foreign", "ask", "run", "request", "data", "cost", "predict",
                            "trainer")),
            entry("trainer", List.of("task", "port", "base", "run", "request", "data")),
            entry("keep", List.of("task", "port", "base", "foreign", "run", "use")));

    /** What a room may see of the learners; one that is not here sees nothing of them. */
    private static final Map<String, List<String>> LEARNERS = Map.of(
            "request",
                    List.of(
                            "dev.tasuki.learn",
                            "dev.tasuki.learn.encode",
                            "dev.tasuki.learn.schema",
                            "dev.tasuki.learn.spi",
                            "dev.tasuki.learn.registry",
                            "dev.tasuki.learn.selection"),
            "plugin", List.of("dev.tasuki.learn.registry", "dev.tasuki.learn.spi"),
            "data", List.of("dev.tasuki.learn.table", "dev.tasuki.learn.parquet", "dev.tasuki.learn.relation"),
            "cost",
                    List.of(
                            "dev.tasuki.learn.encode",
                            "dev.tasuki.learn",
                            "dev.tasuki.learn.table",
                            "dev.tasuki.learn.spi",
                            "dev.tasuki.learn.registry",
                            "dev.tasuki.learn.selection"),
            "fit",
                    List.of(
                            "dev.tasuki.learn",
                            "dev.tasuki.learn.table",
                            "dev.tasuki.learn.conformal",
                            "dev.tasuki.learn.encode",
                            "dev.tasuki.learn.metric",
                            "dev.tasuki.learn.model",
                            "dev.tasuki.learn.format",
                            "dev.tasuki.learn.numpy",
                            "dev.tasuki.learn.spi",
                            "dev.tasuki.learn.tree",
                            "dev.tasuki.learn.registry",
                            "dev.tasuki.learn.selection"),
            "predict",
                    List.of(
                            "dev.tasuki.learn",
                            "dev.tasuki.learn.conformal",
                            "dev.tasuki.learn.encode",
                            "dev.tasuki.learn.formula",
                            "dev.tasuki.learn.look",
                            "dev.tasuki.learn.model",
                            "dev.tasuki.learn.format",
                            "dev.tasuki.learn.onnx",
                            "dev.tasuki.learn.spi",
                            "dev.tasuki.learn.table"));

    /** Values and ports are of Java alone; so are the twins of the ports, which also log. */
    private static final Set<String> PLAIN = Set.of("task", "port", "memory");

    @TestFactory
    Stream<DynamicTest> eachRoomSeesOnlyWhatItMay() {
        return OURS.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(CORE))
                .map(name -> name.substring(CORE.length()).split("\\.")[0])
                .distinct()
                .sorted()
                .map(room -> DynamicTest.dynamicTest(room, () -> sees(room).check(OURS)));
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching(CORE + "(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(OURS);
    }

    private static ArchRule sees(String room) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify..", "org.slf4j..", CORE + room + ".."));
        if (!PLAIN.contains(room)) {
            allowed.addAll(List.of("com.fasterxml.jackson..", "com.github.benmanes.caffeine.."));
        }
        Objects.requireNonNull(ROOMS.get(room), room + " is no room of the plan")
                .forEach(seen -> allowed.add(CORE + seen + ".."));
        allowed.addAll(LEARNERS.getOrDefault(room, List.of()));
        return classes()
                .that()
                .resideInAPackage(CORE + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new));
    }
}
