package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.RedisSentinel;
import dev.tasuki.testservers.RedisServer;
import dev.tasuki.testservers.S3Server;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redis as broker and result store, alone beside the object store. */
final class RedisIT {
    @TempDir
    Path directory;

    @Test
    void oneLineServesOverRedisAndTheRowsOutliveTheProcess() throws IOException {
        try (RedisServer redis = RedisServer.start()) {
            String id;
            Place place = new Place(directory);
            String line = shown(redis, 0);
            try (Program program = Program.servingAsShown(place, line)) {
                Http http = new Http(program.url());
                id = http.train(Http.TRAIN);
                expectThePublishedFigures(http, id, program.err());
                assertThat(Http.json(http.get("/health")).toString()).contains("Redis at 127.0.0.1:" + redis.port());
                assertThat(program.err()).doesNotContain("ERROR]", "WARN]");
                String server = "{server=\"127.0.0.1:" + redis.port() + "\"}";
                String rows = server.replace("{", "{lane=\"rows\",");
                assertThat(http.get("/metrics").body())
                        .contains(
                                "tasuki_redis_memory_used_bytes" + server,
                                "tasuki_redis_memory_max_bytes" + server + " 0.0",
                                "tasuki_redis_clients" + server,
                                "tasuki_redis_log_enabled" + server + " 1.0",
                                "tasuki_redis_log_writable" + server + " 1.0",
                                "tasuki_redis_commands_total" + rows,
                                "tasuki_redis_in_flight" + rows,
                                "tasuki_redis_server_changes_total" + server + " 0.0");
                assertThat(Http.json(http.get("/health")).toString()).doesNotContain("durability");
            }
            redis.kill();
            redis.startAgain();
            try (Program program = Program.servingAsShown(place, line)) {
                expectThePublishedFigures(new Http(program.url()), id, "");
            }
        }
    }

    /** One of the two lines of the page that start a server. */
    private static String shown(RedisServer redis, int which) {
        try (ShownPage page = ShownPage.of("docs/redis.md", RedisIT.class)) {
            List<String> commands = page.takeAll();
            assertThat(commands).hasSize(2);
            return commands.get(which).replace("redis://localhost:6379", redis.url());
        }
    }

    @Test
    void producersAndConsumersNeedNothingElseButAnObjectStore() throws IOException {
        try (S3Server s3 = Deployment.s3();
                RedisServer redis = RedisServer.start()) {
            Map<String, String> variables = Deployment.variables(redis.url(), redis.url(), s3);
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 2))) {
                Http http = deployment.clients().getFirst();
                String id = http.train(Http.TRAIN);
                expectThePublishedFigures(http, id, deployment.logs());

                Program killed = deployment.consumers().getFirst();
                killed.kill();
                deployment.replace(killed);
                expectThePublishedFigures(http, http.train(Http.TRAIN), deployment.logs());
            }
        }
    }

    @Test
    void predictionsHaveABrokerOfTheirOwnAndTrainingsDoNotNeedIt() throws IOException {
        try (RedisServer redis = RedisServer.start("--appendonly", "no");
                Program program = Program.servingAsShown(new Place(directory), shown(redis, 1))) {
            Http http = new Http(program.url());
            String id = http.train(Http.TRAIN);
            expectThePublishedFigures(http, id, program.err());
            assertThat(Http.json(http.get("/health")).toString())
                    .contains("predict_broker", "Redis at 127.0.0.1:" + redis.port());

            redis.kill();
            assertThat(http.predict(id).statusCode()).isEqualTo(503);
            assertThat(Http.json(http.predict(id)).toString()).contains("broker_unavailable");
            assertThat(http.ended(http.train(Http.TRAIN)).path("state").asText())
                    .as("trainings do not need it")
                    .isEqualTo("TASK_COMPLETED");
            redis.startAgain();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThat(http.predict(id).statusCode()).isEqualTo(200));
        }
    }

    @Test
    void aServerBehindSentinelFollowsAFailover() throws IOException {
        try (RedisServer first = RedisServer.start();
                RedisServer second = RedisServer.start("--replicaof", "127.0.0.1 " + first.port());
                RedisSentinel sentinel = RedisSentinel.start(first, 1, "");
                Program program = Program.serving(
                        new Place(directory), "serve", "--broker", sentinel.url(), "--results", sentinel.url())) {
            Http http = new Http(program.url());
            String before = http.train(Http.TRAIN);
            expectThePublishedFigures(http, before, program.err());
            assertThat(http.get("/metrics").body())
                    .contains("tasuki_redis_replicas{server=\"" + RedisSentinel.MASTER + "@127.0.0.1:");
            long written = offset(first);
            Awaitility.await("the replica has all")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> offset(second) >= written);

            first.kill();
            second.await("role:master", "INFO", "replication");
            Awaitility.await("the new master is found")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(http.get("/tasks/" + before).statusCode())
                            .isEqualTo(200));
            HttpResponse<String> accepted = Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> http.post("/train", Http.TRAIN), answer -> answer.statusCode() < 300);
            String after = Http.json(accepted).path("message").path("model_id").asText();
            assertThat(http.ended(after).path("state").asText())
                    .as(program.err())
                    .isEqualTo("TASK_COMPLETED");
            assertThat(http.ended(before).path("state").asText()).isEqualTo("TASK_COMPLETED");
        }
    }

    private static long offset(RedisServer server) throws IOException {
        String info = server.say("INFO", "replication");
        return Long.parseLong(info.replaceAll("(?s).*\\bmaster_repl_offset:(\\d+).*", "$1"));
    }

    private static void expectThePublishedFigures(Http http, String id, String logs) {
        JsonNode task = http.ended(id);
        assertThat(task.path("state").asText()).as(logs).isEqualTo("TASK_COMPLETED");
        assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
        assertThat(http.predict(id).body())
                .as(logs)
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--appendfsync|everysec|add durability=everysec to the URL to accept that",
                "--appendonly|no|set appendonly yes and appendfsync always",
                "--maxmemory-policy|allkeys-lru|set maxmemory-policy noeviction",
            })
    void aServerThatWouldLoseTasksIsRefusedInOneSentence(String setting, String value, String remedy)
            throws IOException {
        try (RedisServer redis = RedisServer.start(setting, value)) {
            Ended ended = Program.run(
                            new Place(directory),
                            "serve",
                            "--port",
                            "0",
                            "--results",
                            redis.url(),
                            "--log-level",
                            "error")
                    .expect(6);
            assertThat(ended.err().lines()).singleElement().asString().contains(remedy);

            Ended doctor =
                    Program.run(new Place(directory), "doctor", "--results", redis.url(), "--broker", redis.url());
            assertThat(doctor.exit()).as(doctor.out()).isEqualTo(4);
            assertThat(doctor.out()).contains(remedy);
        }
    }

    @Test
    void aLossThatIsAcceptedIsSaidByDoctorAndByTheHealth() throws IOException {
        try (RedisServer redis = RedisServer.start("--appendfsync", "everysec")) {
            String url = redis.url() + "?durability=everysec";
            Ended doctor = Program.run(new Place(directory), "doctor", "--results", url, "--broker", url);
            assertThat(doctor.exit()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .contains("a crash loses tasks that were accepted in the last seconds", "set appendfsync always");
            Place place = new Place(directory);
            try (Program program = Program.start(place, "serve", "--port", "0", "--results", url)) {
                HttpResponse<String> health = new Http(program.url()).get("/health");
                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(health.body())
                        .contains("durability=everysec is set", "tasks of its last seconds may be lost");
            }
        }
    }

    @Test
    void passwordsAreMaskedAndParametersAreNot() {
        Ended shown = Program.run(
                        new Place(directory),
                        "config",
                        "show",
                        "--broker",
                        "redis://me:of-this-test@example.org:6380/2?prefix=a&durability=trusted")
                .expect(0);
        assertThat(shown.out())
                .contains("redis://***@example.org:6380/2?", "durability=trusted")
                .doesNotContain("of-this-test");
        Ended wrong = Program.run(new Place(directory), "config", "show", "--broker", "redis://h?durabilty=always")
                .expect(2);
        assertThat(wrong.err()).contains("did you mean durability?");
    }
}
