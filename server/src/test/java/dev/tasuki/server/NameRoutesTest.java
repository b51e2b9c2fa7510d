package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NameRoutesTest {
    private static final String INPUT = "{\"age\":0.038076,\"bmi\":0.061696}";
    private static final int FLIPS = 100;
    private static final int CLIENTS = 4;

    private static LiveServer live;
    private static Http http;
    private static String first;
    private static String second;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        first = trained("progression", 1);
        second = trained("Progression", 2);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    /** Of one tree that grows to this depth, so that no two models agree. */
    private static String trained(String name, int depth) {
        String id = http.accepted("{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\"],\"target\":\"target\","
                + "\"name\":\"" + name + "\",\"params\":{\"n_estimators\":1,\"max_depth\":" + depth + "}}");
        JsonNode task = http.get("/tasks/" + id + "?wait=60").json();
        assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
        return id;
    }

    private static String alias(String name) {
        return "/models/progression/aliases/" + name;
    }

    private static double predicted(String model) {
        Http.Answer answer = http.post("/predict", Http.predict(model, INPUT));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/message/pred_proba").doubleValue();
    }

    @Test
    void aNameWithAVersionOrAnAliasStandsWhereverAnIdMay() {
        assertThat(http.put(alias("old"), "{\"version\":1,\"by\":\"ci\"}").json())
                .isEqualTo(Json.stored("{\"name\":\"progression\",\"alias\":\"old\",\"version\":1,\"model_id\":\""
                        + first + "\",\"before\":null}"));
        for (String ref : List.of("progression@1", "PROGRESSION@old")) {
            assertThat(predicted(ref)).isEqualTo(predicted(first));
            assertThat(http.get("/models/" + ref).json().path("model_id").asText())
                    .isEqualTo(first);
            assertThat(http.get("/models/" + ref.replace("@", "%40")).status()).isEqualTo(200);
        }
        assertThat(predicted("progression@latest")).isEqualTo(predicted(second)).isNotEqualTo(predicted(first));
        JsonNode model = http.get("/models/progression@2").json();
        assertThat(model.path("model_id").asText()).isEqualTo(second);
        assertThat(model.path("version").asInt()).isEqualTo(2);
        assertThat(http.get("/models/progression@1/artifact").status()).isEqualTo(200);
        Http.Answer rows = http.send(http.request("/models/progression@2/predict.csv")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("age,bmi\n0.038076,0.061696\n")));
        assertThat(rows.text()).contains(Double.toString(predicted(second)));
        JsonNode listed = http.get("/models?limit=1000").json().path("models");
        assertThat(listed).anySatisfy(each -> {
            assertThat(each.path("model_id").asText()).isEqualTo(first);
            assertThat(each.path("version").asInt()).isEqualTo(1);
            assertThat(each.path("aliases").toString()).contains("old");
        });
    }

    @Test
    void anIdIsTakenAsEver() {
        assertThat(predicted(first)).isEqualTo(predicted(first.toUpperCase(Locale.ROOT)));
        assertThat(http.get("/models/" + second).status()).isEqualTo(200);
        Http.Answer unknown = http.post("/predict", Http.predict("6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11", INPUT));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("model_not_found");
    }

    @Test
    void whatANameDoesNotHaveIsRefused() {
        for (String ref : List.of("nobody@1", "progression@77", "progression@nope")) {
            Http.Answer answer = http.post("/predict", Http.predict(ref, INPUT));
            assertThat(answer.status()).as(ref).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("model_not_found");
            assertThat(http.get("/models/" + ref).code()).as(ref).isEqualTo("model_not_found");
        }
        assertThat(http.post("/predict", Http.predict("progression@Nope", INPUT))
                        .status())
                .isEqualTo(422);
        assertThat(http.get("/models/progression@").status()).isEqualTo(422);
        assertThat(http.put(alias("latest"), "{\"version\":1}").status()).isEqualTo(422);
        assertThat(http.put(alias("Champion"), "{\"version\":1}").status()).isEqualTo(422);
        assertThat(http.put(alias("a".repeat(65)), "{\"version\":1}").status()).isEqualTo(422);
        assertThat(http.put(alias("a".repeat(64)), "{\"version\":1}").status()).isEqualTo(200);
        assertThat(http.put(alias("champion"), "{\"version\":9}").code()).isEqualTo("model_not_found");
        assertThat(http.get("/models/nobody/aliases").code()).isEqualTo("model_not_found");
        assertThat(http.delete(alias("nope")).code()).isEqualTo("model_not_found");
    }

    @Test
    void aConflictSaysWhatTheAliasHas() {
        assertThat(http.put(alias("cas"), "{\"version\":1,\"expected\":0}").status())
                .isEqualTo(200);
        assertThat(put("text/plain", "{\"version\":1}").status()).isEqualTo(415);
        assertThat(put("text/csv", "{\"version\":1}").status()).isEqualTo(415);
        assertThat(put("application/json; charset=utf-8", "{\"version\":1}").status())
                .isEqualTo(200);
        Http.Answer conflict = http.put(alias("cas"), "{\"version\":2,\"expected\":2}");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.code()).isEqualTo("alias_conflict");
        assertThat(conflict.words()).contains("is version 1, and version 2 was expected");
        assertThat(http.delete(alias("cas") + "?expected=2").code()).isEqualTo("alias_conflict");
        assertThat(http.delete(alias("cas") + "?expected=1&by=ci").status()).isEqualTo(204);
        assertThat(http.delete(alias("cas") + "?by=" + "x".repeat(65)).status()).isEqualTo(422);
    }

    private static Http.Answer put(String type, String body) {
        return http.send(http.request(alias("cas")).header("Content-Type", type).PUT(BodyPublishers.ofString(body)));
    }

    @Test
    void aRollbackIsInTheHistory() {
        http.put(alias("back"), "{\"version\":1,\"by\":\"ci\"}");
        http.put(alias("back"), "{\"version\":2}");
        Http.Answer back = http.post(alias("back") + "/rollback?expected=2&by=me", "");
        assertThat(back.json().path("version").asInt()).as(back.text()).isEqualTo(1);
        assertThat(http.post(alias("back") + "/rollback", "").code()).isEqualTo("wrong_state");
        JsonNode name = http.get("/models/progression/aliases").json();
        List<String> steps = new ArrayList<>();
        name.path("history").forEach(step -> {
            if (step.path("alias").asText().equals("back")) {
                steps.add(step.path("version").asText() + " " + step.path("how").asText() + " "
                        + step.path("by").asText());
            }
        });
        assertThat(steps).containsExactly("1 rollback me", "2 set null", "1 set ci");
        assertThat(name.at("/versions/0/version").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(name.path("latest").asInt()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aModelUnderAnAliasIsNotDeleted() {
        String kept = trained("kept", 1);
        http.put("/models/kept/aliases/champion", "{\"version\":1}");
        Http.Answer refused = http.delete("/models/" + kept);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("wrong_state");
        assertThat(refused.words()).contains("kept@champion");
        assertThat(predictedBy("kept")).isEqualTo(200);
        http.delete("/models/kept/aliases/champion");
        assertThat(http.delete("/models/kept@1").status()).isEqualTo(204);
        assertThat(predictedBy("kept")).isEqualTo(404);
    }

    private static int predictedBy(String model) {
        return http.post("/predict", Http.predict(model, INPUT)).status();
    }

    @Test
    void predictionsGoOnWhileAnAliasIsMovedAHundredTimes() throws Exception {
        Map<Double, Integer> versions = Map.of(predicted(first), 1, predicted(second), 2);
        http.put(alias("champion"), "{\"version\":1}");
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        Callable<Void> client = () -> {
            while (!end.get()) {
                Http.Answer answer = http.post("/predict", Http.predict("progression", INPUT));
                if (answer.status() != 200
                        || !versions.containsKey(
                                answer.json().at("/message/pred_proba").doubleValue())) {
                    wrong.add(answer.text());
                }
                answered.incrementAndGet();
            }
            return null;
        };
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(client));
            }
            for (int flip = 0; flip < FLIPS; flip++) {
                int to = 2 - flip % 2;
                assertThat(http.put(alias("champion"), "{\"version\":" + to + ",\"expected\":" + (3 - to) + "}")
                                .status())
                        .isEqualTo(200);
                int before = answered.get();
                assertThat(versions.get(predicted("progression")))
                        .as("after flip " + flip)
                        .isEqualTo(to);
                while (answered.get() < before + CLIENTS) {
                    Thread.onSpinWait();
                }
            }
            end.set(true);
            for (Future<Void> each : running) {
                each.get();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(answered.get()).isGreaterThan(FLIPS);
    }
}
