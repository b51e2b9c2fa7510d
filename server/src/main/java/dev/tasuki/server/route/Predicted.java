package dev.tasuki.server.route;

import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.PredictAnswer;
import io.micronaut.http.MediaType;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a model answers, for the document. */
@ApiResponse(
        responseCode = "200",
        description = "The prediction",
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PredictAnswer.class),
                        examples = {
                            @ExampleObject(name = "published", value = Examples.PREDICT_ANSWER),
                            @ExampleObject(name = "rows", value = Examples.PREDICT_ROWS_ANSWER),
                            @ExampleObject(name = "more", value = Examples.PREDICT_MORE_ANSWER),
                            @ExampleObject(name = "classifier", value = Examples.PREDICT_CLASSES_ANSWER)
                        }))
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface Predicted {}
