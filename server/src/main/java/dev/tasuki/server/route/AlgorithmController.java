package dev.tasuki.server.route;

import dev.tasuki.server.view.AlgorithmList;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Tells what can be trained. */
@ForClients
@Controller("/algorithms")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Learn and predict")
final class AlgorithmController {
    private final byte[] all = JsonAnswer.bytes(AlgorithmList.all());

    @Operation(
            operationId = "listAlgorithms",
            summary = "List algorithms",
            description =
                    "What algorithm and params of POST /train take: every algorithm with its parameters, what they"
                            + " allow, and what they are when left out.")
    @ApiResponse(
            responseCode = "200",
            description = "All of them",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlgorithmList.class)))
    @ProblemAnswers.Failed
    @Get
    HttpResponse<byte[]> list() {
        return JsonAnswer.answer(HttpStatus.OK, all.clone());
    }
}
