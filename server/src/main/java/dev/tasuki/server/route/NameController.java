package dev.tasuki.server.route;

import dev.tasuki.core.request.AliasRequest;
import dev.tasuki.core.use.Names;
import dev.tasuki.server.view.AliasAnswer;
import dev.tasuki.server.view.AliasBody;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.NameDetails;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Body;
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
import io.micronaut.http.annotation.Put;
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

/** Shows names of models and moves their aliases. */
@ForClients
@Controller("/models")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Models")
final class NameController {
    private static final String NAME = "The name of the models' trainings";
    private static final String ALIAS = "A small letter, then at most 63 small letters, digits and dashes";
    private static final String EXPECTED = "The version that the alias must have now, else 409 alias_conflict";
    private static final String BY = "Who wants it, in your own words, for the history";

    private final Names names;
    private final Bodies bodies;

    NameController(Names names, Bodies bodies) {
        this.names = names;
        this.bodies = bodies;
    }

    @Operation(
            operationId = "getModelName",
            summary = "Look at a name",
            description = "The versions that trainings of this name have made, where its aliases point, and how they"
                    + " changed.")
    @ApiResponse(
            responseCode = "200",
            description = "The name",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NameDetails.class)))
    @NotFoundAnswers.Model
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/{name}/aliases")
    HttpResponse<byte[]> aliases(@Parameter(description = NAME, example = "progression") String name) {
        return JsonAnswer.ok(NameDetails.of(names.show(Query.modelName(name))));
    }

    @Operation(
            operationId = "setModelAlias",
            summary = "Set an alias",
            description = "Lets the alias point to a version, and predictions of name@alias to its model: at once in"
                    + " this process, within a second in others. The alias champion is also what the name alone means."
                    + " With expected, two who change it at once do not undo each other's change.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AliasBody.class),
                            examples = @ExampleObject(name = "set", value = Examples.ALIAS)))
    @ApiResponse(
            responseCode = "200",
            description = "Where it points now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AliasAnswer.class)))
    @NotFoundAnswers.Model
    @ProblemAnswers.AliasConflict
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Put("/{name}/aliases/{alias}")
    HttpResponse<byte[]> set(
            @Parameter(description = NAME, example = "progression") String name,
            @Parameter(description = ALIAS, example = "champion") String alias,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        try (Body body = bodies.json(request)) {
            AliasRequest asked = AliasRequest.parse(body.bytes());
            return JsonAnswer.ok(AliasAnswer.of(names.set(Query.modelName(name), Query.alias(alias), asked)));
        }
    }

    @Operation(
            operationId = "rollbackModelAlias",
            summary = "Roll an alias back",
            description = "Lets the alias point to the version that it had before; once more, to the one before that.")
    @ApiResponse(
            responseCode = "200",
            description = "Where it points now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AliasAnswer.class)))
    @NotFoundAnswers.Model
    @ProblemAnswers.AliasConflict
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Post("/{name}/aliases/{alias}/rollback")
    HttpResponse<byte[]> rollback(
            @Parameter(description = NAME, example = "progression") String name,
            @Parameter(description = ALIAS, example = "champion") String alias,
            @Parameter(description = EXPECTED, schema = @Schema(type = "integer", minimum = "0")) @Nullable @QueryValue
                    String expected,
            @Parameter(description = BY, schema = @Schema(type = "string", maxLength = 64)) @Nullable @QueryValue
                    String by) {
        AliasRequest.checkBy("query", by);
        return JsonAnswer.ok(AliasAnswer.of(
                names.rollback(Query.modelName(name), Query.alias(alias), Query.expected(expected), by)));
    }

    @Operation(
            operationId = "deleteModelAlias",
            summary = "Delete an alias",
            description = "The version that it pointed to stays; its model may then be removed.")
    @ApiResponse(responseCode = "204", description = "Deleted")
    @NotFoundAnswers.Model
    @ProblemAnswers.AliasConflict
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{name}/aliases/{alias}")
    HttpResponse<?> delete(
            @Parameter(description = NAME) String name,
            @Parameter(description = ALIAS) String alias,
            @Parameter(description = EXPECTED, schema = @Schema(type = "integer", minimum = "0")) @Nullable @QueryValue
                    String expected,
            @Parameter(description = BY, schema = @Schema(type = "string", maxLength = 64)) @Nullable @QueryValue
                    String by) {
        AliasRequest.checkBy("query", by);
        names.delete(Query.modelName(name), Query.alias(alias), Query.expected(expected), by);
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
