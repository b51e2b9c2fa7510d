package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.testservers.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/deployment.md} that need no engine: another server of the S3 protocol with its own keys. */
class DeploymentPageIT {
    private static final String GOOGLE = "https://storage.googleapis.com";

    @TempDir
    Path directory;

    @Test
    void aServerKeepsItsObjectsAtAnotherEndpoint() throws Exception {
        try (S3Server s3 = S3Server.start("bucket");
                ShownPage page = ShownPage.of("docs/deployment.md", DeploymentPageIT.class)) {
            List<String> commands = page.takeAll();
            assertThat(commands).hasSize(1);
            String command = commands.getFirst()
                    .replace("GOOG…", s3.accessKey())
                    .replace("SECRET_ACCESS_KEY=…", "SECRET_ACCESS_KEY=" + s3.secretKey())
                    .replace(GOOGLE, s3.endpoint().toString());
            assertThat(command).doesNotContain("…").isNotEqualTo(commands.getFirst());
            Files.createSymbolicLink(
                    directory.resolve("tasuki"), Checkout.root().resolve("tasuki"));
            Map<String, String> variables = Map.of(
                    "PATH", System.getenv("PATH"),
                    "HOME", directory.toString(),
                    "TASUKI_JAVA", System.getProperty("java.home"),
                    "TASUKI_BUILD", "never",
                    "TASUKI_PORT", "0");
            try (Program server = Program.alone(directory, variables, command)) {
                Http http = new Http(server.url());
                assertThat(http.ended(http.train(Http.TRAIN))
                                .at("/metrics/rmse")
                                .asDouble())
                        .as(server.err())
                        .isEqualTo(53.03900735084424);
                assertThat(directory.resolve("tasuki-data/tasuki.db")).exists();
                assertThat(directory.resolve("tasuki-data/objects"))
                        .as("objects on this machine")
                        .doesNotExist();
            }
        }
    }
}
