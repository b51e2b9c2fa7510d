package dev.tasuki.server.route;

import dev.tasuki.core.dispatch.DeadLetterOffice;
import dev.tasuki.server.view.DeadLetterList;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.RateBody;
import dev.tasuki.server.view.TriedAgain;
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
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows messages that no consumer could read, and tries them again, as they were or mended. */
@ForClients
@Controller("/dead-letters")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Tasks")
final class DeadLetterController {
    private static final int MOST_PER_SECOND = 1000;
    private static final int PER_SECOND = 10;

    private final DeadLetterOffice office;
    private final Bodies bodies;
    private final Compute compute;

    DeadLetterController(DeadLetterOffice office, Bodies bodies, Compute compute) {
        this.office = office;
        this.bodies = bodies;
        this.compute = compute;
    }

    @Operation(
            operationId = "listDeadLetters",
            summary = "List dead letters",
            description = "Messages that no consumer could read, oldest first in each queue. Tasks that failed are not"
                    + " among them: GET /tasks?state=TASK_ERROR.")
    @ApiResponse(
            responseCode = "200",
            description = "The letters",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeadLetterList.class)))
    @NotFoundAnswers.DeadLetter
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get
    HttpResponse<byte[]> list(
            @Parameter(description = "Only of this queue, e.g. queue.model.train", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String queue,
            @Parameter(
                            description = "Letters at most",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
                    @Nullable
                    @QueryValue
                    String limit) {
        int most = (int) Query.number("limit", limit, Query.DEFAULT_LIMIT, 1, Query.MAX_LIMIT);
        return JsonAnswer.ok(DeadLetterList.of(office.list(Optional.ofNullable(queue), most)));
    }

    @Operation(
            operationId = "retryDeadLetter",
            summary = "Try a dead letter again",
            description = "Puts it back into its queue; a request body, if there is one, takes the place of its own.")
    @RequestBody(
            description = "The mended message",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = "object",
                                            additionalProperties = Schema.AdditionalPropertiesValue.TRUE),
                            examples = @ExampleObject(name = "mended", value = Examples.MESSAGE)))
    @ApiResponse(
            responseCode = "202",
            description = "It is in its queue again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TriedAgain.class)))
    @NotFoundAnswers.DeadLetter
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{queue}/{id}/retry")
    HttpResponse<byte[]> retry(
            @Parameter(description = "The queue") String queue,
            @Parameter(description = "The letter") String id,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        try (Body mended = bodies.json(request)) {
            office.retry(queue, id, mended.isEmpty() ? null : mended.bytes());
        }
        return JsonAnswer.answer(HttpStatus.ACCEPTED, JsonAnswer.bytes(new TriedAgain(1)));
    }

    @Operation(
            operationId = "retryDeadLetters",
            summary = "Try all dead letters of a queue again",
            description = "Those that are there now, in the background, at a rate.")
    @RequestBody(
            description = "The same as the query's parameter; what is said in both must be the same",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RateBody.class)))
    @ApiResponse(
            responseCode = "202",
            description = "How many there are",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TriedAgain.class)))
    @NotFoundAnswers.DeadLetter
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{queue}/retry")
    HttpResponse<byte[]> retryAll(
            @Parameter(description = "The queue", example = "queue.model.train") String queue,
            @Parameter(
                            description = "Letters a second",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "10"))
                    @Nullable
                    @QueryValue
                    String rate,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put("rate", rate);
        int perSecond;
        try (Body body = bodies.json(request)) {
            byte[] bytes = body.bytes();
            perSecond = compute.of(bytes, () -> RetryFilter.of(query, bytes)).rate(PER_SECOND, MOST_PER_SECOND);
        }
        int count = office.retryAll(queue, perSecond);
        return JsonAnswer.answer(HttpStatus.ACCEPTED, JsonAnswer.bytes(new TriedAgain(count)));
    }

    @Operation(
            operationId = "deleteDeadLetter",
            summary = "Remove a dead letter",
            description = "For good: nobody tries it again.")
    @ApiResponse(responseCode = "204", description = "Removed")
    @NotFoundAnswers.DeadLetter
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{queue}/{id}")
    HttpResponse<?> delete(
            @Parameter(description = "The queue") String queue, @Parameter(description = "The letter") String id) {
        office.remove(queue, id);
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
