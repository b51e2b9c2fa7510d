package dev.tasuki.server.route;

import dev.tasuki.core.data.Relations;
import dev.tasuki.server.view.RelationsDetails;
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
import org.jspecify.annotations.Nullable;

/** Shows how columns of a dataset are distributed, and what they tell of a target. */
@ForClients
@Controller("/datasets")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Datasets")
final class RelationController {
    private final Relations relations;

    RelationController(Relations relations) {
        this.relations = relations;
    }

    @Operation(
            operationId = "getDatasetRelations",
            summary = "Look at how columns relate to a target",
            description =
                    "Of each column a histogram or its most frequent values and, if a target is named, how much the"
                            + " column tells of it: Pearson's correlation, the correlation ratio or Cramér's V, by the kinds of the"
                            + " two. At most 50 columns at once. The file is read for each answer, at most 64 MiB of it.")
    @ApiResponse(
            responseCode = "200",
            description = "The columns",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RelationsDetails.class)))
    @NotFoundAnswers.Dataset
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/{id}/relations")
    HttpResponse<byte[]> get(
            @Parameter(description = "The dataset", example = "diabetes") String id,
            @Parameter(description = "A column of which the others may tell something; left out: none")
                    @QueryValue
                    @Nullable
                    String target,
            @Parameter(
                            description =
                                    "Which columns, at most 50, as GET /datasets/{id} takes them; the first 50 if left out")
                    @QueryValue
                    @Nullable
                    String columns) {
        return JsonAnswer.ok(RelationsDetails.of(relations.of(Query.dataset(id), target, columns)));
    }
}
