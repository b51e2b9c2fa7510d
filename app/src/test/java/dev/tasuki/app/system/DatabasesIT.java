package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.MariadbServer;
import dev.tasuki.testservers.PostgresServer;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A producer and a consumer over the other databases, as result store and as broker. */
final class DatabasesIT {
    private static final String NOTIFICATIONS = "tasuki_message";

    @TempDir
    Path directory;

    private static S3Server s3;

    @BeforeAll
    static void startStore() throws IOException {
        s3 = Deployment.s3();
    }

    @AfterAll
    static void stopStore() {
        s3.close();
    }

    @Test
    void mariadbIsTheResultStoreBesideRabbitmqAndADrainLetsATrainingFinish() throws IOException {
        try (RabbitServer rabbit = Deployment.rabbit();
                MariadbServer mariadb = MariadbServer.start()) {
            var variables = Deployment.variables(Deployment.url(rabbit), mariadb.url(), s3);
            variables.put("TASUKI_DRAIN_TIMEOUT", "3m");
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 1))) {
                Http http = deployment.clients().getFirst();
                expectThePublishedFigures(http, deployment);

                Program consumer = deployment.consumers().getFirst();
                String id = http.started();
                consumer.terminate();
                assertThat(consumer.exit()).isEqualTo(143);
                assertThat(consumer.err()).contains(id + ": TASK_COMPLETED").doesNotContain("ERROR]");
                assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
            }
        }
    }

    @Test
    void postgresqlIsResultStoreAndBrokerAndWakesTheConsumer() throws IOException, SQLException {
        try (PostgresServer postgres = PostgresServer.start()) {
            var variables = Deployment.variables(postgres.url(), postgres.url(), s3);
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 1));
                    Connection listening = DriverManager.getConnection(postgres.url())) {
                listen(listening);
                Http http = deployment.clients().getFirst();
                expectThePublishedFigures(http, deployment);
                assertThat(announced(listening)).contains("queue.model.train", "queue.model.predict");
                // The producer listens for replies, the consumer for both queues, each over one connection.
                assertThat(listeners(listening)).isEqualTo(2);
            }
        }
    }

    @Test
    void aProcessThatStartsWhileItsStoresAreAwayEndsWith6AndStartsOnceTheyAreThere() throws IOException {
        try (PostgresServer postgres = PostgresServer.start()) {
            Place place = new Place(directory, Deployment.variables(postgres.url(), postgres.url(), s3));
            postgres.stop();
            assertThat(lastLine(place, "producer", "--port", "0")).contains("the result store cannot be reached");
            assertThat(lastLine(place, "consumer")).contains("the result store cannot be reached");
            postgres.startAgain();
            s3.stop();
            try {
                assertThat(lastLine(place, "producer", "--port", "0"))
                        .contains(s3.endpoint().getAuthority());
            } finally {
                s3.startAgain();
            }
            try (Program producer = Program.serving(place, "producer")) {
                assertThat(new Http(producer.url()).get("/health/ready").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    /** All that it says before it ends. */
    private static String lastLine(Place place, String... arguments) {
        List<String> quiet = new ArrayList<>(List.of(arguments));
        quiet.addAll(List.of("--log-level", "error"));
        Ended ended = Program.run(place, quiet.toArray(String[]::new)).expect(6);
        assertThat(ended.err().lines()).hasSize(1);
        return ended.err();
    }

    private static void expectThePublishedFigures(Http http, Deployment deployment) {
        String id = http.train(Http.TRAIN);
        JsonNode task = http.ended(id);
        assertThat(task.path("state").asText()).as(deployment::logs).isEqualTo("TASK_COMPLETED");
        assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
        assertThat(http.predict(id).body())
                .as(deployment::logs)
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
    }

    private static void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + NOTIFICATIONS);
        }
    }

    /** The queues that were announced until each of the two had its turn. */
    private static List<String> announced(Connection connection) {
        List<String> queues = new ArrayList<>();
        return Awaitility.await("notifications")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            PGNotification[] fresh =
                                    connection.unwrap(PGConnection.class).getNotifications(100);
                            Arrays.stream(fresh)
                                    .map(PGNotification::getParameter)
                                    .forEach(queues::add);
                            return queues;
                        },
                        all -> all.contains("queue.model.train") && all.contains("queue.model.predict"));
    }

    /** Connections that did nothing since but wait; not the one that asks. */
    private static int listeners(Connection connection) throws SQLException {
        String sql = "SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN " + NOTIFICATIONS + "'";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
