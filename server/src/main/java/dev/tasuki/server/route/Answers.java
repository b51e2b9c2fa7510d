package dev.tasuki.server.route;

import dev.tasuki.server.problem.Problem;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.FieldProblems;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The refusals that many routes share, for the OpenAPI document. */
final class Answers {
    static final String PROBLEM_JSON = "application/problem+json";

    static final String STATE = "Only in these states, parted by commas; TASK_ may be left out";

    private Answers() {}

    /** The request's shape is wrong (FastAPI's shape), or its content is (a problem). */
    @ApiResponse(
            responseCode = "422",
            description = "The request does not fit: every wrong field is listed, as FastAPI does. If the shape is"
                    + " fine and the content is not, a problem, e.g. unknown_column, missing_feature, not_a_number.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FieldProblems.class),
                        examples = @ExampleObject(name = "missing", value = Examples.FIELD_PROBLEMS)),
                @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class))
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface DoesNotFit {}

    /** What was named does not exist. */
    @ApiResponse(
            responseCode = "404",
            description = "What was named does not exist",
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NotFound {}

    /** What was named is not in the state for this. */
    @ApiResponse(
            responseCode = "409",
            description = "What was named is not in the state for this: a model still in training"
                    + " (model_not_ready), or a task that has ended (wrong_state)",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NotReady {}

    /** The body is past the limit. */
    @ApiResponse(
            responseCode = "413",
            description = "The body is larger than the limit (too_large)",
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TooLarge {}

    /** A bounded queue is full. */
    @ApiResponse(
            responseCode = "429",
            description = "Too much waits already (too_busy)",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TooBusy {}

    /** A defect, or stored bytes that were damaged. */
    @ApiResponse(
            responseCode = "500",
            description = "The server is at fault (internal), or stored bytes are damaged (artifact_corrupt)",
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Failed {}

    /** A part is away. */
    @ApiResponse(
            responseCode = "503",
            description = "The broker, the result store or the object store is away, or the server is stopping",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Unavailable {}

    /** Nobody answered in time. */
    @ApiResponse(
            responseCode = "504",
            description = "No consumer answered before the deadline (deadline_exceeded)",
            content = @Content(mediaType = PROBLEM_JSON, schema = @Schema(implementation = Problem.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TimedOut {}
}
