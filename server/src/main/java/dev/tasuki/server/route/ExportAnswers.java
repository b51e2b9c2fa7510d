package dev.tasuki.server.route;

import dev.tasuki.server.problem.Problem;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.FieldProblems;
import io.micronaut.http.MediaType;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the routes that give out models may answer. */
final class ExportAnswers {
    /** The format in which models are stored. */
    static final String TASUKI = "tasuki";

    /** ONNX. */
    static final String ONNX = "onnx";

    private ExportAnswers() {}

    /** There is no such format, or it cannot say what the model does. */
    @ApiResponse(
            responseCode = "422",
            description = "There is no such format, or the name in the path cannot be one; or, a problem, ONNX cannot"
                    + " say what the model does",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FieldProblems.class),
                        examples = @ExampleObject(name = "name", value = Examples.NAME_PROBLEMS)),
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = Problem.class),
                        examples =
                                @ExampleObject(
                                        name = "not_exportable",
                                        value =
                                                "model 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11: the model reads dates (opened),"
                                                        + " for which ONNX has no operator: train with columns of their"
                                                        + " parts, or take the model's own file"))
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface FormatDoesNotFit {}
}
