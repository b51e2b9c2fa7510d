package dev.tasuki.server.route;

import dev.tasuki.server.view.DatasetDetails;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.view.PlanView;
import dev.tasuki.server.view.TasksTriedAgain;
import dev.tasuki.server.view.TrainAnswer;
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

/** What the document says of requests that were taken. */
final class AcceptedAnswers {
    /** A plan is no accepted task: its type keeps the schema of that one free of what it never has. */
    static final String PLAN_JSON = "application/vnd.tasuki.plan+json";

    private AcceptedAnswers() {}

    /** A training that is stored, or that was only asked about. */
    @ApiResponse(
            responseCode = "200",
            description = "The task is stored and will be done; with validateOnly=true: what would be trained, and"
                    + " nothing is stored",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "The task, e.g. /tasks/6b0e3c1a-7d6e-4a52-9f0e-2f6d1f0c9a11",
                            schema = @Schema(type = "string")),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TrainAnswer.class),
                        examples = @ExampleObject(name = "published", value = Examples.TRAIN_ANSWER)),
                @Content(
                        mediaType = AcceptedAnswers.PLAN_JSON,
                        schema = @Schema(implementation = PlanView.class),
                        examples = @ExampleObject(name = "plan", value = Examples.PLAN))
            })
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Training {}

    /** Tasks that wait again. */
    @ApiResponse(
            responseCode = "202",
            description = "How many wait again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TasksTriedAgain.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Retries {}

    /** A dataset that is stored. */
    @ApiResponse(
            responseCode = "201",
            description = "Stored",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "The dataset, e.g. /datasets/diabetes",
                            schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetDetails.class)))
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.METHOD)
    @interface Dataset {}
}
