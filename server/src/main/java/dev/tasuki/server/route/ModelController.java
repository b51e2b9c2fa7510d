package dev.tasuki.server.route;

import dev.tasuki.core.request.AlgorithmFilter;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.use.Models;
import dev.tasuki.core.use.Names;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.ModelDetails;
import dev.tasuki.server.view.ModelList;
import dev.tasuki.server.wire.Downloads;
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
import org.jspecify.annotations.Nullable;

/** Shows and removes models. */
@ForClients
@Controller("/models")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Models")
final class ModelController {
    private static final String REF = "An id, or a name, name@3, name@champion";

    private final Models models;
    private final Names names;
    private final Downloads downloads;

    ModelController(Models models, Names names, Downloads downloads) {
        this.models = models;
        this.names = names;
        this.downloads = downloads;
    }

    @Operation(
            operationId = "listModels",
            summary = "List models",
            description = "Newest first, those in training and those that failed too.")
    @ApiResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelList.class)))
    @Parameter(
            name = "algorithm",
            in = ParameterIn.QUERY,
            description = ProblemAnswers.ALGORITHM,
            schema = @Schema(type = "string"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Models at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
    @InQuery({"limit", "algorithm"})
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
        TaskQuery query = Query.ofAlgorithms(
                Query.tasks(state, dataset, tag, cursor, Query.value(request, "limit")),
                Query.value(request, AlgorithmFilter.NAME));
        return JsonAnswer.ok(ModelList.of(models.list(query), query.limit()));
    }

    @Operation(
            operationId = "getModel",
            summary = "Look at a model",
            description = "Its state, metrics, parameters, features with their ranges and importances, and the exact"
                    + " data it learned from.")
    @ApiResponse(
            responseCode = "200",
            description = "The model",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelDetails.class)))
    @NotFoundAnswers.Model
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/{id}")
    HttpResponse<byte[]> get(@Parameter(description = REF, example = Examples.MODEL) String id) {
        return JsonAnswer.ok(ModelDetails.of(models.find(model(id))));
    }

    @Operation(
            operationId = "getModelArtifact",
            summary = "Take a model out",
            description = "The model's file, as docs/model-format.md describes it, whose sha256 GET /models/{id} tells;"
                    + " or the model as ONNX, the encoder included, for programs that know nothing of Tasuki.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = "string", format = "binary")))
    @NotFoundAnswers.Model
    @ProblemAnswers.ModelNotReady
    @ExportAnswers.FormatDoesNotFit
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.TimedOut
    @ProblemAnswers.ArtifactFailed
    @Get("/{id}/artifact")
    HttpResponse<?> artifact(
            HttpRequest<?> request,
            @Parameter(description = REF, example = Examples.MODEL) String id,
            @Parameter(
                            description = "tasuki: the file that is stored; onnx: written from it",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {ExportAnswers.TASUKI, ExportAnswers.ONNX},
                                            defaultValue = ExportAnswers.TASUKI))
                    @Nullable
                    @QueryValue
                    String format) {
        boolean onnx = Query.onnx(format);
        ModelId model = model(id);
        if (onnx) {
            return downloads.answer(request, client -> models.onnx(model, client), model + ".onnx");
        }
        return downloads.answer(
                request, models.artifact(model), MediaType.APPLICATION_OCTET_STREAM_TYPE, model + ".tasuki");
    }

    @Operation(
            operationId = "deleteModel",
            summary = "Remove a model",
            description = "Removes its task and its stored forest. A model in training must be cancelled first, and"
                    + " one that an alias points to is not removed.")
    @ApiResponse(responseCode = "204", description = "Removed")
    @NotFoundAnswers.Model
    @ProblemAnswers.WrongState
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{id}")
    HttpResponse<?> delete(@Parameter(description = REF) String id) {
        models.delete(model(id));
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }

    private ModelId model(String id) {
        return names.id(Query.modelRef(id));
    }
}
