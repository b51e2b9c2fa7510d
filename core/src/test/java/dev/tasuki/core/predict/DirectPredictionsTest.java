package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.use.Predictions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that works itself answers small predictions where they came in, as its workers would have. */
class DirectPredictionsTest {
    private final Rig rig = new Rig();
    private final Predictions direct =
            new Predictions(rig.requester, null, new DirectPredictions(rig.handler, rig.telemetry));
    private String model = "";

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyAnswerIsThatOfTheQueue() {
        try (Consumers consumers = train()) {
            for (String body : bodies()) {
                assertThat(outcome(direct, body)).as(body).isEqualTo(outcome(rig.predictions, body));
            }
        }
    }

    @Test
    void aSmallPredictionNeedsNoWorker() {
        try (Consumers consumers = train()) {
            // The model is in memory from here on.
            assertThat(outcome(rig.predictions, body(model, Rig.INPUT))).contains("208.6445780005619");
        }
        long before = rig.telemetry.value(Telemetry.Count.PREDICTIONS_ANSWERED);

        assertThat(outcome(direct, body(model, Rig.INPUT))).contains("208.6445780005619");

        assertThat(rig.telemetry.value(Telemetry.Count.PREDICTIONS_ANSWERED)).isEqualTo(before + 1);
    }

    private Consumers train() {
        rig.datasets.installSample();
        Consumers consumers = rig.consume();
        TaskRow row = rig.trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null);
        model = rig.ended(row.id()).id().value();
        return consumers;
    }

    /** What goes well, what is large, what is refused before the model is known, and what after. */
    private List<String> bodies() {
        String rows = "[" + (Rig.INPUT + ",").repeat(200) + Rig.INPUT + "]";
        return List.of(
                body(model, Rig.INPUT),
                body(model, Rig.INPUT),
                body(model, "[" + Rig.INPUT + "," + Rig.INPUT + "]"),
                body(model, rows),
                body(model, "{\"age\":0.1}"),
                body(model, Rig.INPUT.replace("0.061696", "\"fat\"")),
                body(model, Rig.INPUT.replace("{", "{\"aeg\":1,")),
                body(model, "[]"),
                body(model, "7"),
                body("nobody", Rig.INPUT),
                "{}",
                "{",
                "");
    }

    private static String body(String model, String input) {
        return "{\"model_id\":\"" + model + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + input + "}";
    }

    private static String outcome(Predictions predictions, String body) {
        try {
            PredictReply reply = predictions.predict(Rig.utf8(body));
            return new String(reply.json(), StandardCharsets.UTF_8) + reply.warnings();
        } catch (Refusal refusal) {
            return refusal.getClass().getSimpleName() + " " + refusal.code() + " " + refusal.detail() + " "
                    + refusal.retryable() + " " + refusal.retryAfter();
        }
    }
}
