package dev.tasuki.server.route;

import dev.tasuki.core.use.Workers;
import dev.tasuki.server.view.WorkerList;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Shows which processes work, and has them rest. */
@ForClients
@Controller("/workers")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Queues")
final class WorkerController {
    private static final String NAME = "The process, as GET /workers names it";
    private static final String EXAMPLE = "consumer-4711-1f2e3d4c";

    private final Workers workers;

    WorkerController(Workers workers) {
        this.workers = workers;
    }

    @Operation(
            operationId = "listWorkers",
            summary = "Which processes work",
            description = "Each tells every five seconds where it runs, what it takes and what it works on.")
    @ApiResponse(
            responseCode = "200",
            description = "Those that are there, and those that were lost in the last day",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WorkerList.class)))
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get
    HttpResponse<byte[]> list() {
        return JsonAnswer.ok(WorkerList.of(workers.all()));
    }

    @Operation(
            operationId = "drainWorker",
            summary = "Have a process take nothing new",
            description =
                    "Before its machine is taken away. It gives back at once what it had only fetched, finishes what"
                            + " it works on, and goes on telling how it is: draining, then drained. It does not end, so"
                            + " that nothing starts it again; end it when it is drained, or earlier: then its trainings go"
                            + " on elsewhere. It hears of it within five seconds. The wish is kept where the tasks are,"
                            + " until the process ends or is resumed. Asking again changes nothing.")
    @ApiResponse(
            responseCode = "200",
            description = "The process, which drains",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WorkerList.Worker.class)))
    @WorkerAnswers.NotFound
    @WorkerAnswers.Unreachable
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{id}/drain")
    HttpResponse<byte[]> drain(@Parameter(description = NAME, example = EXAMPLE) String id) {
        return JsonAnswer.ok(WorkerList.worker(workers.drain(id)));
    }

    @Operation(
            operationId = "resumeWorker",
            summary = "Have a process take work again",
            description = "After it was told to drain, whether it was done with that or not. It hears of it within five"
                    + " seconds. Asking again changes nothing.")
    @ApiResponse(
            responseCode = "200",
            description = "The process, which takes work again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WorkerList.Worker.class)))
    @WorkerAnswers.NotFound
    @WorkerAnswers.Unreachable
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{id}/resume")
    HttpResponse<byte[]> resume(@Parameter(description = NAME, example = EXAMPLE) String id) {
        return JsonAnswer.ok(WorkerList.worker(workers.resume(id)));
    }

    @Operation(
            operationId = "forgetWorker",
            summary = "Take a lost process off the list",
            description = "It is not shown any more. What it worked on is not touched: that went on elsewhere when its"
                    + " claims ran out. Should the process live after all, it is on the list again when it tells"
                    + " next.")
    @ApiResponse(responseCode = "204", description = "Forgotten")
    @WorkerAnswers.NotFound
    @WorkerAnswers.NotLost
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{id}")
    HttpResponse<?> forget(@Parameter(description = NAME, example = EXAMPLE) String id) {
        workers.forget(id);
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
