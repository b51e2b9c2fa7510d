package dev.tasuki.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A process that starts while its database or its object store is away ends with exit code 6. Every file that starts one
 * starts it again, however often, and so it does with the servers beside it.
 */
class SupervisionTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AWAY = "6";

    @Test
    void systemdDoesUnlessThereIsNothingToWaitFor() throws IOException {
        Map<String, String> unit = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(DEPLOY.resolve("tasuki@.service"))) {
            if (line.startsWith("[")) {
                section = line;
            } else if (!line.startsWith("#") && line.contains("=")) {
                unit.put(section + line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        assertThat(unit)
                .containsEntry("[Service]Restart", "on-failure")
                // Without it systemd gives up after the fifth start within ten seconds.
                .containsEntry("[Unit]StartLimitIntervalSec", "0");
        for (String list : List.of("[Service]RestartPreventExitStatus", "[Service]SuccessExitStatus")) {
            assertThat(unit.get(list).split(" ")).as(list).isNotEmpty().doesNotContain(AWAY);
        }
        assertThat(unit.get("[Service]RestartPreventExitStatus").split(" "))
                .as("wrong settings stay wrong")
                .contains("2");
    }

    @Test
    void composeDoesWithEveryServiceOfEveryFile() throws IOException {
        int seen = 0;
        for (Path file : files(DEPLOY, "docker-compose", ".yml")) {
            for (JsonNode compose : documents(file)) {
                for (Map.Entry<String, JsonNode> service :
                        compose.path("services").properties()) {
                    // What has no image adds to a service of the file that it is put beside.
                    if (service.getValue().has("image")) {
                        seen++;
                        Set<String> fit = Set.of("bucket", "broker-user").contains(service.getKey())
                                ? Set.of("on-failure")
                                : Set.of("unless-stopped", "always");
                        assertThat(service.getValue().path("restart").asText())
                                .as(file.getFileName() + ": " + service.getKey())
                                .isIn(fit);
                    }
                }
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(11);
    }

    @Test
    void kubernetesDoesWithEveryPod() throws IOException {
        Map<String, Integer> seen = new TreeMap<>();
        for (Path folder : files(DEPLOY, "kubernetes", "")) {
            for (Path file : files(folder, "", ".yaml")) {
                for (JsonNode thing : documents(file)) {
                    // A patch of another folder's has no containers, or is of a pod that has its policy there.
                    JsonNode pod = thing.at("/spec/template/spec");
                    assertThat(thing.path("kind").asText())
                            .as(file + ": is not started again")
                            .isNotEqualTo("Pod");
                    if (!pod.isMissingNode()) {
                        seen.merge(thing.path("kind").asText(), 1, Integer::sum);
                        assertThat(pod.path("restartPolicy").asText("Always"))
                                .as(file.toString())
                                .isEqualTo("Always");
                    }
                }
            }
        }
        assertThat(seen).containsOnlyKeys("Deployment", "StatefulSet");
    }

    private static List<Path> files(Path folder, String begin, String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(begin)
                            && file.getFileName().toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        yaml.loadAll(Files.readString(file)).forEach(each -> documents.add(JSON.valueToTree(each)));
        return documents;
    }
}
