package dev.tasuki.server.route;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.use.Trainings;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.PlanView;
import dev.tasuki.server.view.TrainAnswer;
import dev.tasuki.server.view.TrainBody;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Body;
import dev.tasuki.server.wire.Compute;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accepts trainings. */
@ForClients
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Learn and predict")
final class TrainController {
    /** The header with the client's own name for its request. */
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Trainings trainings;
    private final Bodies bodies;
    private final Compute compute;
    private final HttpSettings settings;

    TrainController(Trainings trainings, Bodies bodies, Compute compute, HttpSettings settings) {
        this.trainings = trainings;
        this.bodies = bodies;
        this.compute = compute;
        this.settings = settings;
    }

    @Operation(
            operationId = "train",
            summary = "Train a model",
            description = "Answers as soon as the task is stored, also while no consumer runs. The model can be asked"
                    + " once GET /tasks/{task_id} says TASK_COMPLETED. Only dataset_id, features and target are required;"
                    + " an algorithm that finds anomalies has no target.",
            parameters = {
                @Parameter(
                        name = IDEMPOTENCY_KEY,
                        in = ParameterIn.HEADER,
                        description =
                                "Your own name for this request, 1 to 255 visible ASCII characters: sending the same"
                                        + " request again with the same key makes no second task and gets the same answer.",
                        schema = @Schema(type = "string", maxLength = 255)),
                @Parameter(
                        name = "validateOnly",
                        in = ParameterIn.QUERY,
                        description = "true: answer what would be trained and for which price, and train nothing",
                        schema = @Schema(type = "boolean", defaultValue = "false")),
                @Parameter(
                        name = "strict",
                        in = ParameterIn.QUERY,
                        description = ProblemAnswers.STRICT,
                        schema = @Schema(type = "boolean", defaultValue = "false"))
            })
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrainBody.class),
                            examples = {
                                @ExampleObject(
                                        name = "published",
                                        summary = "The published example",
                                        value = Examples.TRAIN),
                                @ExampleObject(
                                        name = "options",
                                        summary = "With optional fields",
                                        value = Examples.TRAIN_FULL)
                            }))
    @InQuery({"validateOnly", "strict"})
    @AcceptedAnswers.Training
    @ProblemAnswers.TrainingDoesNotFit
    @NotFoundAnswers.Dataset
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.QueueFull
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/train")
    HttpResponse<byte[]> train(@Parameter(hidden = true) ServerHttpRequest<?> request) throws IOException {
        boolean planned = Query.flag(request, "validateOnly");
        boolean refusing = Query.flag(request, "strict");
        try (Body body = bodies.json(request)) {
            byte[] bytes = body.bytes();
            TrainRequest.Parsed asked = compute.of(bytes, () -> TrainRequest.parsed(bytes, refusing));
            return planned ? plan(asked, key(request)) : accept(asked, key(request));
        }
    }

    private HttpResponse<byte[]> plan(TrainRequest.Parsed asked, @Nullable String key) {
        return JsonAnswer.ok(PlanView.of(trainings.plan(asked, key))).contentType(AcceptedAnswers.PLAN_JSON);
    }

    private HttpResponse<byte[]> accept(TrainRequest.Parsed asked, @Nullable String key) {
        TaskRow row = trainings.submit(asked.request(), key);
        List<String> warnings = new ArrayList<>(asked.warnings());
        warnings.addAll(trainings.doubts(asked.request(), row));
        return JsonAnswer.ok(
                        TrainAnswer.received(row.id().value(), trainings.preprocess(asked.request(), row), warnings))
                .header(HttpHeaders.LOCATION, settings.path() + "/tasks/" + row.id());
    }

    /** One at most: of two, a proxy in front of us may have read the other. */
    private static @Nullable String key(HttpRequest<?> request) {
        List<String> keys = request.getHeaders().getAll(IDEMPOTENCY_KEY);
        if (keys.size() > 1) {
            throw InvalidRequest.field(new FieldProblem(
                    "too_long",
                    List.of("header", IDEMPOTENCY_KEY),
                    IDEMPOTENCY_KEY + " stands twice; send one",
                    Integer.toString(keys.size())));
        }
        return keys.isEmpty() ? null : keys.getFirst();
    }
}
