package dev.tasuki.server.route;

import dev.tasuki.server.problem.Problem;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The answers that say why nothing can be done with a worker, for the OpenAPI document; see {@link ProblemAnswers}. */
final class WorkerAnswers {
    private WorkerAnswers() {}

    /** There is no such worker. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such worker",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "worker_not_found",
                                            value =
                                                    "there is no worker 'nope'; GET /workers or tasuki workers shows those"
                                                            + " that there are. One that ended by itself, or was lost for a day, is"
                                                            + " not among them")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NotFound {}

    /** A worker does not hear. */
    @ApiResponse(
            responseCode = "409",
            description = "The worker does not hear: it is lost, or of a version that does not listen",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "worker_unreachable",
                                            value =
                                                    "worker consumer-4711-1f2e3d4c runs version 0.0.9, which does not listen;"
                                                            + " end it with SIGTERM, or start it in this version")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Unreachable {}

    /** A worker is there. */
    @ApiResponse(
            responseCode = "409",
            description = "The worker told lately that it is there",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "worker_not_lost",
                                            value =
                                                    "worker consumer-4711-1f2e3d4c told 2.1 s ago that it is there, so it is not"
                                                            + " forgotten; to take it away, have it drain (POST"
                                                            + " /workers/consumer-4711-1f2e3d4c/drain, tasuki workers drain"
                                                            + " consumer-4711-1f2e3d4c) and end it: it goes from the"
                                                            + " list by itself")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface NotLost {}
}
