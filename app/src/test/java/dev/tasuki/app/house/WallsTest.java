package dev.tasuki.app.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tasuki.app.adapter.AdapterUrl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom. */
class WallsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tasuki");

    @Test
    void everyModuleWasRead() {
        for (String module : List.of("learn", "core.task", "core.port", "core.use", "adapters", "server", "app")) {
            assertThat(ALL.stream().filter(type -> type.getPackageName().startsWith("dev.tasuki." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void learnSeesNothingButJava() {
        classes()
                .that()
                .resideInAPackage("dev.tasuki.learn..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.tasuki.learn..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void coreSeesLearnAndLittleElse() {
        classes()
                .that()
                .resideInAPackage("dev.tasuki.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tasuki.core..",
                        "dev.tasuki.learn..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson..",
                        "com.github.benmanes.caffeine..")
                .check(ALL);
    }

    @Test
    void onlyCoreSeesLearners() {
        noClasses()
                .that()
                // Contracts hold what every learner promises.
                .resideOutsideOfPackages("dev.tasuki.core..", "dev.tasuki.learn..", "dev.tasuki.contracts..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tasuki.learn..")
                .check(ALL);
    }

    /** What implements no port, and who may see it. */
    private static final Map<String, Set<String>> SHARED = Map.of(
            "dev.tasuki.adapters.amqp",
            Set.of("rabbitmq", "celery"),
            "dev.tasuki.adapters.resp",
            Set.of("redis", "celery"),
            "dev.tasuki.adapters.tls",
            Set.of("amqp", "resp", "celery"));

    @TestFactory
    Stream<DynamicTest> noAdapterSeesAnother() {
        List<String> adapters = ALL.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith("dev.tasuki.adapters."))
                .map(name -> name.split("\\.")[3])
                .distinct()
                .sorted()
                .toList();
        assertThat(adapters).contains("files");
        return adapters.stream()
                .map(adapter -> DynamicTest.dynamicTest(
                        adapter,
                        () -> classes()
                                .that()
                                .resideInAPackage("dev.tasuki.adapters." + adapter + "..")
                                .should()
                                .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                                        "itself, core, what is shared with it, or libraries", seen -> {
                                            String name = seen.getPackageName();
                                            return !name.startsWith("dev.tasuki.")
                                                    || name.startsWith("dev.tasuki.core.")
                                                    || (name + ".").startsWith("dev.tasuki.adapters." + adapter + ".")
                                                    || SHARED.getOrDefault(name, Set.of())
                                                            .contains(adapter);
                                        }))
                                .check(ALL)));
    }

    @Test
    void serverSeesNoLearnerAndNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage("dev.tasuki.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tasuki.learn..", "dev.tasuki.adapters..", "dev.tasuki.app..")
                .check(ALL);
    }

    @Test
    void onlyTheServerSeesMicronaut() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tasuki.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut..")
                .check(ALL);
    }

    @Test
    void chartsSeeNothingButJava() {
        classes()
                .that()
                .resideInAPackage("dev.tasuki.app.chart..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.tasuki.app.chart..", "java..", "javax.imageio..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void nothingSeesApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tasuki.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tasuki.app..")
                .check(ALL);
    }

    /** A further broker or store is a file of that package and an entry of its list; nothing else changes. */
    @Test
    void onlyAdaptersOfTheListSeeAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.tasuki.app.adapter..", "dev.tasuki.adapters..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tasuki.adapters..")
                .check(ALL);
    }

    @Test
    void onlyAdaptersOfTheListAskAUrlForItsScheme() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tasuki.app.adapter..")
                .should()
                .callMethod(AdapterUrl.class, "scheme")
                .orShould()
                .callMethod(AdapterUrl.class, "text")
                .check(ALL);
    }

    @Test
    void onlyMainReadsTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.tasuki.app.Main")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(ALL);
    }

    @Test
    void nobodySerializesTheJavaWay() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .check(ALL);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.tasuki.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.tasuki.core.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.tasuki.app.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.tasuki.server.(*)..").should().beFreeOfCycles().check(ALL);
        slices().matching("dev.tasuki.learn.(*)..").should().beFreeOfCycles().check(ALL);
    }
}
