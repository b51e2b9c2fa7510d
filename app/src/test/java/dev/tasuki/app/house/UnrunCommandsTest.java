package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Commands of the pages that cannot be run here: what can be known of them without an engine, a cluster or an account. */
class UnrunCommandsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path DEPLOY = Checkout.root().resolve("deploy");
    /** Stands for the engine: compose reads its files, and starts nothing. */
    private static final String DOCKER = """
            set -eu
            docker() {
              [ "$1" = compose ] || { echo "docker $1 is not checked" >&2; return 2; }
              shift
              local words=() word
              for word in "$@"; do
                case $word in up) words+=(config -q) ;; --build) ;; *) words+=("$word") ;; esac
              done
              docker-compose "${words[@]}"
            }
            """;
    /** Stands for the cluster: tells what it was told, a word a line, and a blank line behind. */
    private static final String KUBECTL = "kubectl() { printf '%s\\n' \"$@\" ''; }\n";

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> eachIsAsFarAsCanBeKnown() {
        String test = UnrunCommandsTest.class.getSimpleName();
        List<DynamicTest> tests = new ArrayList<>();
        ShownRegistry.claims().stream()
                .filter(claim -> claim.test().equals(test))
                .peek(claim -> assertThat(claim.why()).isNotBlank())
                .flatMap(claim -> claim.pages().stream())
                .distinct()
                .forEach(page -> {
                    try (ShownPage shown = ShownPage.of(page, UnrunCommandsTest.class)) {
                        shown.all().stream()
                                .filter(shown::runs)
                                .map(shown::take)
                                .forEach(text -> tests.add(DynamicTest.dynamicTest(
                                        page + ": " + text.lines().findFirst().orElse(""), () -> check(text))));
                    }
                });
        assertThat(tests).hasSizeGreaterThanOrEqualTo(10);
        return tests.stream();
    }

    private void check(String text) throws Exception {
        switch (ShownPage.words(text).getFirst()) {
            case "docker", "cp" -> compose(text);
            case "kubectl" -> cluster(text);
            case "./check" -> tests(ShownPage.words(text));
            case "aws" -> template(ShownPage.words(text));
            case "import" -> python(text);
            default -> throw new AssertionError("nobody knows how to look at " + text);
        }
    }

    private void compose(String text) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/docker-compose")), "docker-compose is not installed");
        Path folder = Files.createTempDirectory(directory, "compose");
        Path copy = Files.createDirectory(folder.resolve("deploy"));
        try (Stream<Path> files = Files.list(DEPLOY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        if (!text.contains("deploy/.env ")) {
            Files.copy(DEPLOY.resolve(".env.example"), copy.resolve(".env"));
        }
        run(folder, "bash", "-c", DOCKER + text);
        assertThat(copy.resolve(".env")).hasSameTextualContentAs(DEPLOY.resolve(".env.example"));
    }

    /** Each thing that is named is in the manifests, in that namespace. */
    private void cluster(String text) throws Exception {
        List<JsonNode> things = manifests();
        List<String> calls =
                List.of(run(directory, "bash", "-c", KUBECTL + text).split("\n\n"));
        assertThat(calls).hasSize((int)
                text.lines().filter(line -> line.startsWith("kubectl ")).count());
        for (String call : calls) {
            List<String> words = call.lines().toList();
            assertThat(words).startsWith("-n");
            assertThat(find(things, "Namespace", words.get(1)).isMissingNode()).isFalse();
            switch (words.get(2)) {
                case "scale" -> {
                    assertThat(words.get(3)).startsWith("statefulset/");
                    find(things, "StatefulSet", words.get(3).substring("statefulset/".length()));
                    assertThat(words.get(4)).matches("--replicas=\\d");
                }
                case "exec" -> {
                    assertThat(words.get(3)).endsWith("-0");
                    JsonNode set = find(things, "StatefulSet", words.get(3).replaceFirst("-0$", ""));
                    assertThat(set.at("/spec/template/spec/containers/0/image").asText())
                            .startsWith("redis:");
                    assertThat(words.subList(4, words.size()))
                            .containsExactly("--", "sh", "-c", "redis-cli replicaof no one");
                }
                case "patch" -> {
                    assertThat(words.get(3)).isEqualTo("service");
                    JsonNode service = find(things, "Service", words.get(4));
                    JsonNode selector = MAPPER.readTree(words.get(6)).at("/spec/selector");
                    assertThat(service.at("/spec/selector").fieldNames())
                            .toIterable()
                            .containsExactlyElementsOf(selector::fieldNames);
                    assertThat(things.stream().map(thing -> thing.at("/spec/template/metadata/labels")))
                            .as("pods that it selects")
                            .anyMatch(labels -> selector.properties().stream()
                                    .allMatch(label -> label.getValue().equals(labels.get(label.getKey()))));
                }
                default -> throw new AssertionError("nobody knows how to look at kubectl " + words);
            }
        }
    }

    private static JsonNode find(List<JsonNode> things, String kind, String name) {
        return things.stream()
                .filter(thing -> thing.path("kind").asText().equals(kind)
                        && thing.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    private static List<JsonNode> manifests() throws IOException {
        List<JsonNode> things = new ArrayList<>();
        for (String folder : List.of("kubernetes", "kubernetes-redis", "kubernetes-redis-replica")) {
            try (Stream<Path> files = Files.list(DEPLOY.resolve(folder))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
                    yaml.loadAll(Files.readString(file)).forEach(each -> things.add(MAPPER.valueToTree(each)));
                }
            }
        }
        return things;
    }

    /** The modules, tests and properties that it names are there. */
    private static void tests(List<String> words) throws IOException {
        assertThat(Checkout.root().resolve("check")).isExecutable();
        List<Path> sources = Checkout.files(".java");
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                assertThat(Checkout.root().resolve(words.get(++i)).resolve("pom.xml"))
                        .exists();
            } else if (word.startsWith("-Dtest=") || word.startsWith("-Dit.test=")) {
                String name = word.substring(word.indexOf('=') + 1);
                assertThat(sources).as(word).anyMatch(file -> name.equals("NONE") || file.endsWith(name + ".java"));
            } else if (word.startsWith("-Dtasuki.")) {
                String property = '"' + word.substring(2, word.indexOf('=')) + '"';
                assertThat(sources)
                        .as(word + " is read by something")
                        .anyMatch(file -> Checkout.lines(file).stream().anyMatch(line -> line.contains(property)));
            } else {
                assertThat(word)
                        .isIn(
                                "-am",
                                "-Dsurefire.failIfNoSpecifiedTests=false",
                                "-Dfailsafe.failIfNoSpecifiedTests=false");
            }
        }
    }

    private static void template(List<String> words) {
        assertThat(words.subList(0, 4)).containsExactly("aws", "cloudformation", "deploy", "--template-file");
        assertThat(Checkout.root().resolve(words.get(4))).isRegularFile();
        assertThat(words.get(5)).isEqualTo("--stack-name");
        assertThat(words.get(6)).matches("[A-Za-z][A-Za-z0-9-]{0,127}");
        assertThat(words).hasSize(7);
    }

    private void python(String text) throws Exception {
        Path program = Files.writeString(directory.resolve("program.py"), text);
        run(
                directory,
                "/usr/bin/python3",
                "-c",
                "import ast, sys; ast.parse(open(sys.argv[1]).read())",
                program.toString());
    }

    private String run(Path folder, String... command) throws Exception {
        Path out = Files.createTempFile(directory, "command", ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(List.of(command) + "\n" + Files.readString(out))
                .isZero();
        return Files.readString(out);
    }
}
