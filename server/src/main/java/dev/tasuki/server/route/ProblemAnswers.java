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

/**
 * The refusals of the routes, for the OpenAPI document. An example of a problem is told by its code (the name) and
 * its detail (the value); the document makes the whole problem of them, see {@code ProblemExamples}.
 */
final class ProblemAnswers {
    static final String PROBLEM_JSON = "application/problem+json";

    static final String ALGORITHM =
            "Only of these algorithms, parted by commas: of a model what it is of, of another task"
                    + " what its request names, auto while the best is searched for";

    static final String STATE = "Only in these states, parted by commas; TASK_ may be left out: TASK_RECEIVED,"
            + " TASK_STARTED, TASK_COMPLETED, TASK_ERROR, TASK_CANCELLED";

    static final String STRICT =
            "true: refuse names in the body that no request has, instead of ignoring them with a warning";

    private ProblemAnswers() {}

    /** A name in the path cannot be one. */
    @ApiResponse(
            responseCode = "422",
            description = "The name in the path cannot be one",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FieldProblems.class),
                            examples = @ExampleObject(name = "name", value = Examples.NAME_PROBLEMS)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NamesDoNotFit {}

    /** A query parameter does not fit. */
    @ApiResponse(
            responseCode = "422",
            description = "A parameter does not fit; each wrong one is listed, as FastAPI does",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FieldProblems.class),
                            examples = @ExampleObject(name = "limit", value = Examples.QUERY_PROBLEMS)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface QueryDoesNotFit {}

    /** What is to be learned has the wrong shape (FastAPI), or cannot be learned (a problem). */
    @ApiResponse(
            responseCode = "422",
            description = "The request does not fit: every wrong field is listed, as FastAPI does. If the"
                    + " shape is fine and the content is not, a problem",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FieldProblems.class),
                        examples = @ExampleObject(name = "missing", value = Examples.FIELD_PROBLEMS)),
                @Content(
                        mediaType = PROBLEM_JSON,
                        schema = @Schema(implementation = Problem.class),
                        examples = {
                            @ExampleObject(
                                    name = "unknown_column",
                                    value =
                                            "dataset diabetes has no column for feature \"weight\"; its columns are age,"
                                                    + " sex, bmi, bp, s1, s2, s3, s4, s5, s6, target"),
                            @ExampleObject(
                                    name = "idempotency_conflict",
                                    value = "this Idempotency-Key was used for another request, which made task"
                                            + " 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11; use a new key for a new request")
                        })
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TrainingDoesNotFit {}

    /** The input has the wrong shape (FastAPI), or not what the model needs (a problem). */
    @ApiResponse(
            responseCode = "422",
            description = "The request does not fit: every wrong field is listed, as FastAPI does. If the"
                    + " shape is fine and the content is not, a problem",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FieldProblems.class),
                        examples = @ExampleObject(name = "missing", value = Examples.INPUT_PROBLEMS)),
                @Content(
                        mediaType = PROBLEM_JSON,
                        schema = @Schema(implementation = Problem.class),
                        examples = {
                            @ExampleObject(
                                    name = "missing_feature",
                                    value =
                                            "input_data lacks the feature bp; model diabetes-demo needs age, bmi, bp, s1,"
                                                    + " s2, s3, s4, s5, s6"),
                            @ExampleObject(
                                    name = "not_a_number",
                                    value =
                                            "input_data: feature bp is \"x\"; a finite number within the range of 32-bit"
                                                    + " floats (up to 3.4028235e38) is needed; a number as text, true and"
                                                    + " false are taken, too"),
                            @ExampleObject(
                                    name = "not_explainable",
                                    value = "model 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11 is of IsolationForest, which"
                                            + " cannot tell what each feature adds; ask without explain"),
                            @ExampleObject(
                                    name = "no_interval",
                                    value = "model 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11 is of RandomForestClassifier,"
                                            + " which predicts no numbers; an interval is for numbers: ask without it")
                        })
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface InputDoesNotFit {}

    /** The bytes are no CSV, or its name cannot be one. */
    @ApiResponse(
            responseCode = "422",
            description = "What was sent is no CSV that can be read, a problem that names line and"
                    + " column; or the name in the path cannot be one",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = FieldProblems.class),
                        examples = @ExampleObject(name = "name", value = Examples.NAME_PROBLEMS)),
                @Content(
                        mediaType = PROBLEM_JSON,
                        schema = @Schema(implementation = Problem.class),
                        examples =
                                @ExampleObject(
                                        name = "invalid_dataset",
                                        value = "dataset small: line 2, column b: the row ends after 1 of 2 fields"))
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NoCsv {}

    /** The model cannot be asked, not yet or not at all. */
    @ApiResponse(
            responseCode = "409",
            description = "The model cannot be asked: it is still in training (model_not_ready), or its"
                    + " training ended without a model (model_failed)",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "model_not_ready",
                                            value =
                                                    "model 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11 is not ready: its training is in"
                                                            + " state TASK_STARTED, 37 % done; try again")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface ModelNotReady {}

    /** What was named is not in the state for this. */
    @ApiResponse(
            responseCode = "409",
            description = "What was named is not in the state for this",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "wrong_state",
                                            value =
                                                    "task 6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11 is in state TASK_COMPLETED and"
                                                            + " cannot be cancelled: it has ended")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface WrongState {}

    /** An alias is not what was expected, or cannot be changed so. */
    @ApiResponse(
            responseCode = "409",
            description = "The alias does not have the expected version (alias_conflict), or cannot be changed so"
                    + " (wrong_state)",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "alias_conflict",
                                            value =
                                                    "alias champion of progression is version 3, and version 2 was expected;"
                                                            + " look at what has changed, then send the version that it has as"
                                                            + " expected, 0 for none")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface AliasConflict {}

    /** The body is past the limit. */
    @ApiResponse(
            responseCode = "413",
            description = "The body is larger than the limit",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "too_large",
                                            value =
                                                    "the request body of 9,000,000 bytes is larger than the limit of 8,388,608"
                                                            + " bytes")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TooLarge {}

    /** The body is packed in a way that is not read. */
    @ApiResponse(
            responseCode = "415",
            description = "The body's Content-Encoding is neither gzip nor none",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "unsupported_encoding",
                                            value = "Content-Encoding 'br' is not understood; send gzip or none")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface UnknownEncoding {}

    /** The queue of trainings is full. */
    @ApiResponse(
            responseCode = "429",
            description = "Too many trainings wait already",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "too_busy",
                                            value =
                                                    "the queue of trainings is full: 10,000 wait, which is the limit; try again"
                                                            + " later")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface QueueFull {}

    /** Too many requests wait for their answers. */
    @ApiResponse(
            responseCode = "429",
            description = "Too many requests wait for their answers already",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "too_busy",
                                            value =
                                                    "1,000 requests wait for their answers already, which is the limit; try"
                                                            + " again")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TooBusy {}

    /** A defect, or stored bytes that were damaged. */
    @ApiResponse(
            responseCode = "500",
            description = "The server is at fault",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "internal",
                                            value =
                                                    "the server failed to answer, which is its own fault; its log has the reason"
                                                            + " under request k3f9-1a2b")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Failed {}

    /** A defect, or a stored model that was damaged. */
    @ApiResponse(
            responseCode = "500",
            description = "The server is at fault (internal), or the stored model is damaged (artifact_corrupt)",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples = {
                                @ExampleObject(
                                        name = "internal",
                                        value =
                                                "the server failed to answer, which is its own fault; its log has the reason"
                                                        + " under request k3f9-1a2b"),
                                @ExampleObject(
                                        name = "artifact_corrupt",
                                        value =
                                                "artifact models/diabetes-demo/1-1.tasuki cannot be used: it is not in the"
                                                        + " store any more; train the model again")
                            }))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface ArtifactFailed {}

    /** A part is away. */
    @ApiResponse(
            responseCode = "503",
            description = "The broker, the result store or the object store is away, or the server is stopping",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before trying again",
                            schema = @Schema(type = "integer")),
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "results_unavailable",
                                            value = "the result store is locked by another process; try again")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Unavailable {}

    /** Nobody answered in time. */
    @ApiResponse(
            responseCode = "504",
            description = "No consumer answered before the deadline",
            content =
                    @Content(
                            mediaType = PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "deadline_exceeded",
                                            value =
                                                    "no answer within 5000 ms from queue.model.predict; no consumer of it is known"
                                                            + " to be there: start one")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TimedOut {}
}
