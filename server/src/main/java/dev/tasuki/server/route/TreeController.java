package dev.tasuki.server.route;

import dev.tasuki.core.predict.ModelTrees;
import dev.tasuki.core.predict.TreeView;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.use.Names;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.TreeDetails;
import dev.tasuki.server.view.TreeRowBody;
import dev.tasuki.server.view.TreeWay;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Body;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
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
import org.jspecify.annotations.Nullable;

/** Shows a tree of a model, and the way of a row through it. */
@ForClients
@Controller("/models")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Models")
final class TreeController {
    private static final String REF = "An id, or a name, name@3, name@champion";
    private static final String TREE = "Which tree, counted from 0; of boosting with three and more classes those of a"
            + " round stand one after the other";
    private static final int DEEPEST = 1_000;

    private final ModelTrees trees;
    private final Names names;
    private final Bodies bodies;

    TreeController(ModelTrees trees, Names names, Bodies bodies) {
        this.trees = trees;
        this.names = names;
        this.bodies = bodies;
    }

    @Operation(
            operationId = "getModelTree",
            summary = "Look at a tree of a model",
            description =
                    "Its nodes level by level, in the words of the columns that the model was trained with. At most"
                            + " 1,000 nodes are told at once; those under a node are had with root. A model without trees"
                            + " (linear, dummy) has 404 tree_not_found.")
    @ApiResponse(
            responseCode = "200",
            description = "The tree",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TreeDetails.class)))
    @NotFoundAnswers.Tree
    @ProblemAnswers.ModelNotReady
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.ArtifactFailed
    @Get("/{id}/trees/{tree}")
    HttpResponse<byte[]> get(
            @Parameter(description = REF, example = Examples.MODEL) String id,
            @Parameter(description = TREE, example = "0", schema = @Schema(type = "integer", minimum = "0"))
                    String tree,
            @Parameter(
                            description = "The node to begin with",
                            schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
                    @Nullable
                    @QueryValue
                    String root,
            @Parameter(
                            description = "How many levels below it",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "1000", defaultValue = "1000"))
                    @Nullable
                    @QueryValue
                    String depth) {
        TreeView.Part part =
                new TreeView.Part(Query.tree(tree), (int) Query.number("root", root, 0, 0, Integer.MAX_VALUE), (int)
                        Query.number("depth", depth, DEEPEST, 0, DEEPEST));
        return JsonAnswer.ok(TreeDetails.of(trees.view(model(id), part)));
    }

    @Operation(
            operationId = "getRowsWay",
            summary = "Ask for the way of a row through a tree",
            description = "The nodes through which the row goes, with what each asks, and the leaf where it ends. The"
                    + " leaf's value is what this tree says of the row; those of all trees add up to the prediction.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TreeRowBody.class),
                            examples = @ExampleObject(name = "row", value = Examples.TREE_ROW)))
    @ApiResponse(
            responseCode = "200",
            description = "The way",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TreeWay.class)))
    @NotFoundAnswers.Tree
    @ProblemAnswers.InputDoesNotFit
    @ProblemAnswers.ModelNotReady
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.ArtifactFailed
    @Post("/{id}/trees/{tree}")
    HttpResponse<byte[]> way(
            @Parameter(description = REF, example = Examples.MODEL) String id,
            @Parameter(description = TREE, example = "0", schema = @Schema(type = "integer", minimum = "0"))
                    String tree,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        int number = Query.tree(tree);
        try (Body body = bodies.json(request)) {
            return JsonAnswer.ok(TreeWay.of(trees.path(model(id), number, body.bytes())));
        }
    }

    private ModelId model(String id) {
        return names.id(Query.modelRef(id));
    }
}
