package dev.tasuki.server.route;

import dev.tasuki.core.base.ComputePool;
import dev.tasuki.core.predict.PredictReply;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.PredictBody;
import dev.tasuki.server.wire.Arrival;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Body;
import dev.tasuki.server.wire.Disconnection;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Passes predictions through: the body's bytes go to the consumer once, its answer's bytes come back. */
@ForClients
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Learn and predict")
final class PredictController {
    private static final byte[] OPEN = "{\"message\":".getBytes(StandardCharsets.UTF_8);

    private static final byte[] CLOSE = "}".getBytes(StandardCharsets.UTF_8);

    private final Predictions predictions;
    private final Bodies bodies;

    PredictController(Predictions predictions, Bodies bodies) {
        this.predictions = predictions;
        this.bodies = bodies;
    }

    @Operation(
            operationId = "predict",
            parameters =
                    @Parameter(
                            name = "strict",
                            in = ParameterIn.QUERY,
                            description = ProblemAnswers.STRICT,
                            schema = @Schema(type = "boolean", defaultValue = "false")),
            summary = "Ask a model",
            description = "Answers within the deadline (5 s by default) or refuses with 504. Every feature of the model"
                    + " must be in input_data; other names are ignored.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PredictBody.class),
                            examples = {
                                @ExampleObject(
                                        name = "published",
                                        summary = "The published example",
                                        value = Examples.PREDICT),
                                @ExampleObject(
                                        name = "rows",
                                        summary = "Several rows at once",
                                        value = Examples.PREDICT_ROWS),
                                @ExampleObject(
                                        name = "more",
                                        summary = "With what each column adds, and an interval",
                                        value = Examples.PREDICT_MORE)
                            }))
    @Predicted
    @InQuery("strict")
    @ProblemAnswers.InputDoesNotFit
    @NotFoundAnswers.Model
    @ProblemAnswers.ModelNotReady
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.TimedOut
    @ProblemAnswers.ArtifactFailed
    @Post("/predict")
    HttpResponse<byte[]> predict(@Parameter(hidden = true) ServerHttpRequest<?> request) throws IOException {
        boolean refusing = Query.flag(request, "strict");
        PredictReply reply;
        try (Body body = bodies.prediction(request)) {
            reply = reply(request, body.bytes(), refusing);
        }
        return JsonAnswer.answer(HttpStatus.OK, whole(reply.json(), close(reply)));
    }

    private static byte[] whole(byte[] json, byte[] close) {
        byte[] answer = new byte[OPEN.length + json.length + close.length];
        System.arraycopy(OPEN, 0, answer, 0, OPEN.length);
        System.arraycopy(json, 0, answer, OPEN.length, json.length);
        System.arraycopy(close, 0, answer, OPEN.length + json.length, close.length);
        return answer;
    }

    private static byte[] close(PredictReply reply) {
        if (reply.warnings().isEmpty()) {
            return CLOSE;
        }
        String warnings = new String(JsonAnswer.bytes(reply.warnings()), StandardCharsets.UTF_8);
        return (",\"warnings\":" + warnings + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Only a large prediction is stopped when its client leaves: watching the connection costs more than a small one. */
    private PredictReply reply(ServerHttpRequest<?> request, byte[] body, boolean strict) {
        Duration ago = Arrival.ago(request, body.length);
        if (body.length <= ComputePool.SMALL) {
            return predictions.predict(body, ago, strict);
        }
        try (Disconnection client = Disconnection.of(request)) {
            return predictions.predict(body, ago, strict, client.departure());
        }
    }
}
