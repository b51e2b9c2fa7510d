package dev.tasuki.server.route;

import dev.tasuki.core.use.Comparisons;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.Names;
import dev.tasuki.server.view.ComparisonView;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Shows trained models side by side. */
@ForClients
@Controller("/compare")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Models")
final class CompareController {
    private final Comparisons comparisons;

    CompareController(Models models, Names names) {
        this.comparisons = new Comparisons(models, names);
    }

    @Operation(
            operationId = "compareModels",
            summary = "Compare models",
            description = "Two to five trained models side by side: their figures, who leads by which of them and on"
                    + " how many folds, and only those settings that differ. Which is better is said only of models"
                    + " that were measured on the same rows: of equal bytes of the dataset, equally split, by the same"
                    + " target. Others stand side by side.")
    @ApiResponse(
            responseCode = "200",
            description = "The models, all lists in the order in which they were named",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ComparisonView.class)))
    @Parameter(
            name = "refs",
            in = ParameterIn.QUERY,
            required = true,
            description = "Two to five models, parted by commas: each an id, or a name, name@3, name@champion",
            example = "diabetes-demo,progression@champion",
            schema = @Schema(type = "string"))
    @InQuery("refs")
    @NotFoundAnswers.Model
    @ProblemAnswers.ModelNotReady
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get
    HttpResponse<byte[]> compare(@Parameter(hidden = true) HttpRequest<?> request) {
        return JsonAnswer.ok(ComparisonView.of(comparisons.of(ComparedRefs.of(Query.value(request, "refs")))));
    }
}
