package dev.tasuki.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is shipped for a deployment over SQS. */
final class SqsDeploymentFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void podsGetTheirRightsFromRolesAndFromNoFile() throws Exception {
        List<JsonNode> resources = kustomized();
        for (String role : List.of("producer", "consumer")) {
            JsonNode pod = find(resources, "Deployment", "tasuki-" + role).at("/spec/template/spec");
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo("tasuki-" + role);
            assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
            assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .as("what the overlay leaves as it is")
                    .isTrue();
            JsonNode account = find(resources, "ServiceAccount", "tasuki-" + role);
            assertThat(account.path("metadata")
                            .path("annotations")
                            .path("eks.amazonaws.com/role-arn")
                            .asText())
                    .endsWith("role/tasuki-" + role);
        }
        assertThat(find(resources, "ConfigMap", "tasuki-settings").path("data").properties())
                .extracting(Map.Entry::getKey)
                .contains("TASUKI_BROKER_FILE", "AWS_REGION")
                .doesNotContain("AWS_SHARED_CREDENTIALS_FILE");
        JsonNode secret = find(resources, "Secret", "tasuki-secrets").path("stringData");
        assertThat(secret.path("broker").asText()).isEqualTo("sqs://tasuki");
        assertThat(secret.has("aws-credentials")).isFalse();
        assertThat(find(resources, "NetworkPolicy", "tasuki")
                        .path("spec")
                        .path("egress")
                        .toString())
                .contains("53", "443", "5432")
                .doesNotContain("5672");
    }

    /** As kubectl makes them; skipped, and reported so, where it is not installed. */
    private static List<JsonNode> kustomized() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/kubectl")), "kubectl is not installed");
        Process process = new ProcessBuilder("/usr/bin/kubectl", "kustomize", "kubernetes-sqs")
                .directory(DEPLOY.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<JsonNode> resources = new ArrayList<>();
        for (Object document : yaml().loadAll(process.inputReader())) {
            resources.add(JSON.valueToTree(document));
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return resources;
    }

    private static JsonNode find(List<JsonNode> resources, String kind, String name) {
        return resources.stream()
                .filter(resource -> resource.path("kind").asText().equals(kind)
                        && resource.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }
}
