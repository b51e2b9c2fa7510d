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

/** The answers that say what does not exist, for the OpenAPI document; see {@link ProblemAnswers}. */
final class NotFoundAnswers {
    private static final String DATASET_NOT_FOUND = "dataset_not_found";
    private static final String NO_DATASET = "there is no dataset nope; store its CSV with PUT /datasets/nope";

    private NotFoundAnswers() {}

    /** There is no such dataset. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such dataset",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = DATASET_NOT_FOUND, value = NO_DATASET)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Dataset {}

    /** There is no such model. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such model",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "model_not_found",
                                            value = "there is no model nope; train it with POST /train first")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Model {}

    /** There is no such model, or no such tree of it. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such model, or no such tree or node of it",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples = {
                                @ExampleObject(
                                        name = "model_not_found",
                                        value = "there is no model nope; train it with POST /train first"),
                                @ExampleObject(
                                        name = "tree_not_found",
                                        value = "model diabetes-demo has 100 trees, 0 to 99; there is no tree 100")
                            }))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Tree {}

    /** There is no such task. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such task",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "task_not_found", value = "there is no task nope")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Task {}

    /** There is no such task, or not the dataset that it is to learn from. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such task, or not the dataset that it is to learn from now",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples = {
                                @ExampleObject(name = "task_not_found", value = "there is no task nope"),
                                @ExampleObject(name = DATASET_NOT_FOUND, value = NO_DATASET)
                            }))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface TaskOrDataset {}

    /** There is no such dead letter or queue. */
    @ApiResponse(
            responseCode = "404",
            description = "There is no such dead letter, or no such queue",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "dead_letter_not_found",
                                            value =
                                                    "there is no dead letter \"9\" of queue.model.train; it may have been tried"
                                                            + " again or removed meanwhile")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface DeadLetter {}

    /** What happened then is not known any more. */
    @ApiResponse(
            responseCode = "410",
            description = "Events after this version have been removed; begin anew, or from the version that is named",
            content =
                    @Content(
                            mediaType = ProblemAnswers.PROBLEM_JSON,
                            schema = @Schema(implementation = Problem.class),
                            examples =
                                    @ExampleObject(
                                            name = "events_gone",
                                            value = "events after version 17 have been removed; the oldest that is left"
                                                    + " has version 4711: go on with after=4710, or begin anew")))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Events {}
}
