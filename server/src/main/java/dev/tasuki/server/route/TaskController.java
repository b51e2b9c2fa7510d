package dev.tasuki.server.route;

import dev.tasuki.core.request.AlgorithmFilter;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.TaskList;
import dev.tasuki.server.view.TaskView;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Shows tasks, waits for them, cancels them, has them finished early. */
@ForClients
@Controller("/tasks")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Tasks")
final class TaskController {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Tasks tasks;
    private final Drain drain;
    private final Semaphore waiters;
    private final InstantSource clock;

    TaskController(Tasks tasks, Drain drain, HttpSettings settings, InstantSource clock) {
        this.clock = clock;
        this.tasks = tasks;
        this.drain = drain;
        this.waiters = new Semaphore(settings.waiters());
    }

    @Operation(
            operationId = "listTasks",
            summary = "List tasks",
            description = "Newest first. A full page names the cursor that brings the next one.")
    @ApiResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskList.class)))
    @Parameter(
            name = "algorithm",
            in = ParameterIn.QUERY,
            description = ProblemAnswers.ALGORITHM,
            schema = @Schema(type = "string"))
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Only with exactly this name, as POST /train gave it",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Only accepted since: a time with a zone, or how long ago such as 15m, 6h, 7d",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
    @InQuery({"limit", "algorithm", "name", "since"})
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get
    HttpResponse<byte[]> list(
            @Parameter(hidden = true) HttpRequest<?> request,
            @Parameter(description = ProblemAnswers.STATE, schema = @Schema(type = "string")) @Nullable @QueryValue
                    String state,
            @Parameter(description = "Only of this dataset, e.g. diabetes", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String dataset,
            @Parameter(description = "Only with this tag, e.g. nightly", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String tag,
            @Parameter(description = "next_cursor of the page before", schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String cursor) {
        TaskQuery page = Query.ofAlgorithms(
                Query.tasks(state, dataset, tag, cursor, Query.value(request, "limit")),
                Query.value(request, AlgorithmFilter.NAME));
        TaskQuery query =
                Query.narrowed(page, Query.value(request, "name"), Query.value(request, "since"), clock.instant());
        return JsonAnswer.ok(TaskList.of(tasks.list(query), query.limit()));
    }

    @Operation(
            operationId = "getTask",
            summary = "Look at a task, or wait for it",
            description = "With wait, answers once the task has ended, or as it is when the time is over.")
    @ApiResponse(
            responseCode = "200",
            description = "The task",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskView.class)))
    @NotFoundAnswers.Task
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/{id}")
    HttpResponse<byte[]> get(
            @Parameter(description = "The task", example = Examples.MODEL) String id,
            @Parameter(
                            description = "Seconds to wait for the task to end",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "60", defaultValue = "0"))
                    @Nullable
                    @QueryValue
                    String wait) {
        TaskId task = Query.task(id);
        long seconds = Query.number("wait", wait, 0, 0, Limits.WAIT_SECONDS.value());
        if (seconds == 0) {
            return JsonAnswer.ok(TaskView.of(tasks.find(task)));
        }
        if (!waiters.tryAcquire()) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "%,d clients wait for tasks already; ask without wait, or try again in a second"
                            .formatted(Limits.WAITERS.value()),
                    LATER);
        }
        try {
            return JsonAnswer.ok(TaskView.of(tasks.await(task, Duration.ofSeconds(seconds), drain::begun)));
        } finally {
            waiters.release();
        }
    }

    @Operation(
            operationId = "cancelTask",
            summary = "Cancel a task",
            description = "A waiting task is cancelled at once (200); a running one is asked to stop and does so at its"
                    + " next tree (202).")
    @ApiResponse(
            responseCode = "200",
            description = "Cancelled",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Asked to stop",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskView.class)))
    @NotFoundAnswers.Task
    @ProblemAnswers.WrongState
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{id}")
    HttpResponse<byte[]> cancel(@Parameter(description = "The task") String id) {
        TaskRow row = tasks.cancel(Query.task(id));
        HttpStatus status = row.state().terminal() ? HttpStatus.OK : HttpStatus.ACCEPTED;
        return JsonAnswer.answer(status, JsonAnswer.bytes(TaskView.of(row)));
    }

    @Operation(
            operationId = "finishTask",
            summary = "Finish a task now, and keep what it has",
            description =
                    "A running training ends soon: no tree or round begins any more, those under way end, and what"
                            + " is there becomes the model (202), the very one of a request for that number. At least one is"
                            + " there. The request outlives the process that trains; asking again changes nothing. A learner"
                            + " that grows one tree alone goes on to its end.")
    @ApiResponse(
            responseCode = "202",
            description = "Asked to finish",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskView.class)))
    @NotFoundAnswers.Task
    @ProblemAnswers.WrongState
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{id}/finish")
    HttpResponse<byte[]> finish(@Parameter(description = "The task") String id) {
        return JsonAnswer.answer(HttpStatus.ACCEPTED, JsonAnswer.bytes(TaskView.of(tasks.finish(Query.task(id)))));
    }
}
