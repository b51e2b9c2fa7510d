package dev.tasuki.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walls between the packages of this module. */
class WallsTest {
    private static final String CORE = "dev.tasuki.core.";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tasuki.core");

    @Test
    void eachPackageSeesOnlyWhatItMay() {
        List<ArchRule> rules = List.of(
                sees("task", "java..", "org.jspecify.."),
                sees("port", "java..", "org.jspecify..", CORE + "task.."),
                sees("memory", "java..", "org.jspecify..", "org.slf4j..", CORE + "task..", CORE + "port.."),
                sees(
                        "dispatch",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson..",
                        CORE + "task..",
                        CORE + "port.."),
                noClasses()
                        .that()
                        .resideOutsideOfPackage(CORE + "ml..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.tasuki.forest.."));
        rules.forEach(rule -> rule.check(OURS));
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

    private static ArchRule sees(String own, String... others) {
        String[] allowed = Arrays.copyOf(others, others.length + 1);
        allowed[others.length] = CORE + own + "..";
        return classes()
                .that()
                .resideInAPackage(CORE + own + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }
}
