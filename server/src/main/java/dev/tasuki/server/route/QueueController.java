package dev.tasuki.server.route;

import dev.tasuki.core.use.QueueFigures;
import dev.tasuki.server.view.QueueHistoryView;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Shows how queues were. */
@ForClients
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Queues")
final class QueueController {
    private final QueueFigures figures;
    private final InstantSource clock;

    QueueController(QueueFigures figures, InstantSource clock) {
        this.figures = figures;
        this.clock = clock;
    }

    @Operation(
            operationId = "queueHistory",
            summary = "How queues were over time",
            description =
                    "Kept by the minute for a day and by the hour for 14 days, also past a restart. A step that is"
                            + " wider than what is kept shows the highest of its parts, and the sum of what ended.")
    @ApiResponse(
            responseCode = "200",
            description = "One value a step, at most 300; the last step is the one that is under way",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QueueHistoryView.class)))
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/queues/history")
    HttpResponse<byte[]> history(
            @Parameter(
                            description = "Only this queue",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"queue.model.train", "queue.model.predict"}))
                    @Nullable
                    @QueryValue
                    String queue,
            @Parameter(
                            description = "From when on: a time with a zone, or how long ago such as 15m, 6h, 7d",
                            schema = @Schema(type = "string", defaultValue = "1h"))
                    @Nullable
                    @QueryValue
                    String since,
            @Parameter(
                            description = "How long a step is: whole minutes, or hours for what is older than a day;"
                                    + " left out, as short as few enough points allow; such as 5m",
                            schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String step) {
        QueueFigures.Span span = QueueSpan.of(since, step, clock.instant());
        return JsonAnswer.ok(QueueHistoryView.of(
                span,
                QueueSpan.queues(queue).stream()
                        .map(name -> QueueHistoryView.of(name, figures.of(name, span)))
                        .toList()));
    }
}
