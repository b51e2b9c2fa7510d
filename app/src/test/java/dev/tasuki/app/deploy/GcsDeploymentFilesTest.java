package dev.tasuki.app.deploy;

import static dev.tasuki.app.deploy.DeploymentFilesTest.assertKnown;
import static dev.tasuki.app.deploy.DeploymentFilesTest.map;
import static dev.tasuki.app.deploy.DeploymentFilesTest.strings;
import static dev.tasuki.app.deploy.DeploymentFilesTest.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.adapter.Adapters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files that add Google Cloud Storage to a deployment. */
final class GcsDeploymentFilesTest {
    @Test
    void podsGetTheirTokensWithoutAKey() throws IOException {
        Map<String, Object> overlay =
                map(yaml("kubernetes-gcs/kustomization.yaml").getFirst());
        assertThat(strings(overlay.get("resources"))).containsExactly("../kubernetes", "account.yaml");
        Map<String, Object> account = map(yaml("kubernetes-gcs/account.yaml").getFirst());
        assertThat(account).containsEntry("automountServiceAccountToken", false);
        assertThat(account.get("metadata").toString()).contains("iam.gke.io/gcp-service-account");
        Map<String, String> settings =
                map(map(yaml("kubernetes-gcs/settings.yaml").getFirst()).get("data"));
        assertKnown(settings.keySet());
        assertThat(Adapters.STORES.parse(settings.get("TASUKI_STORE"), Map.of()).toString())
                .isEqualTo("gs://my-bucket");
        assertThat(settings).as("no name of AWS is left").containsEntry("AWS_SHARED_CREDENTIALS_FILE", null);
        Map<String, Object> secrets =
                map(map(yaml("kubernetes-gcs/secret.yaml").getFirst()).get("stringData"));
        assertThat(secrets).containsOnlyKeys("aws-credentials").containsEntry("aws-credentials", null);
        assertThat(Files.readString(Path.of("..", "deploy", "kubernetes-gcs", "network.yaml")))
                .contains("169.254.169.254/32", "port: 80");
    }
}
