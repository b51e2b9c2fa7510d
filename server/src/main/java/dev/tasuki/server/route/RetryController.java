package dev.tasuki.server.route;

import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.use.Retries;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.RetryBody;
import dev.tasuki.server.view.TaskView;
import dev.tasuki.server.view.TasksTriedAgain;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Body;
import dev.tasuki.server.wire.Compute;
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
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries failed and cancelled tasks again. */
@ForClients
@Controller("/tasks")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Tasks")
final class RetryController {
    private static final int PER_SECOND = 10;
    private static final int MOST_PER_SECOND = 1000;

    private final Retries retries;
    private final Bodies bodies;
    private final Compute compute;

    RetryController(Retries retries, Bodies bodies, Compute compute) {
        this.retries = retries;
        this.bodies = bodies;
        this.compute = compute;
    }

    @Operation(
            operationId = "retryTask",
            summary = "Try a task again",
            description = "Puts a failed or cancelled task back into the queue, its attempts counted anew. A request"
                    + " body changes what it asks for: each field takes the place of the former one, null brings its"
                    + " default back; the whole is checked as a new request is, and the dataset's version of now is"
                    + " taken. model_id stays, and expires_at cannot be given.")
    @RequestBody(
            description = "The fields to change",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = "object",
                                            additionalProperties = Schema.AdditionalPropertiesValue.TRUE),
                            examples =
                                    @ExampleObject(
                                            name = "changes",
                                            value = "{\"timeout_s\": 600, \"params\": {\"n_estimators\": 50}}")))
    @ApiResponse(
            responseCode = "202",
            description = "Waits again",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskView.class)))
    @NotFoundAnswers.TaskOrDataset
    @ProblemAnswers.WrongState
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.TrainingDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{id}/retry")
    HttpResponse<byte[]> retry(
            @Parameter(description = "The task") String id, @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        TaskId task = Query.task(id);
        try (Body body = bodies.json(request)) {
            byte[] changes = body.bytes();
            TaskRow row =
                    body.isEmpty() ? retries.again(task) : compute.of(changes, () -> retries.mended(task, changes));
            return JsonAnswer.answer(HttpStatus.ACCEPTED, JsonAnswer.bytes(TaskView.of(row)));
        }
    }

    @Operation(
            operationId = "retryTasks",
            parameters =
                    @Parameter(
                            name = "rate",
                            in = ParameterIn.QUERY,
                            description = "Tasks a second",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "10")),
            summary = "Try many tasks again",
            description =
                    "Puts failed tasks back into the queue, those that there are now, 10,000 at most; the first is"
                            + " due at once, the others one after another at the rate. Without filters: all that failed. A"
                            + " filter may stand in the query or in a JSON body. Those whose columns are known to be of no"
                            + " use are left as they are, and named.")
    @RequestBody(
            description = "The same as the query's parameters; what is said in both must be the same",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetryBody.class),
                            examples = @ExampleObject(name = "filter", value = Examples.RETRY)))
    @AcceptedAnswers.Retries
    @InQuery("rate")
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Status(HttpStatus.ACCEPTED)
    @Post("/retry")
    HttpResponse<byte[]> retryAll(
            @Parameter(
                            description = "TASK_ERROR, TASK_CANCELLED or both, parted by a comma",
                            schema = @Schema(type = "string", defaultValue = "TASK_ERROR"))
                    @Nullable
                    @QueryValue
                    String state,
            @Parameter(description = "Only of this dataset, e.g. diabetes", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String dataset,
            @Parameter(description = "Only with this tag, e.g. nightly", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String tag,
            @Parameter(
                            description = "Only what failed with this error code, e.g. too_many_attempts",
                            schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String code,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        Map<String, @Nullable String> query = RetryFilter.query(state, dataset, tag, code, rate(request));
        try (Body body = bodies.json(request)) {
            byte[] bytes = body.bytes();
            return again(compute.of(bytes, () -> RetryFilter.of(query, bytes)));
        }
    }

    private static @Nullable String rate(ServerHttpRequest<?> request) {
        return request.getParameters().get("rate");
    }

    private HttpResponse<byte[]> again(RetryFilter filter) {
        TaskFilter which = Query.ended(filter);
        int perSecond = filter.rate(PER_SECOND, MOST_PER_SECOND);
        return JsonAnswer.answer(
                HttpStatus.ACCEPTED, JsonAnswer.bytes(TasksTriedAgain.of(retries.all(which, perSecond))));
    }
}
