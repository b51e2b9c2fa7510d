package dev.tasuki.server.route;

import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.predict.csv.AskedModel;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.use.CsvPredictions;
import dev.tasuki.core.use.Names;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Disconnection;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.Outflow;
import dev.tasuki.server.wire.Transfers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Predicts the rows of a CSV: it is received whole, and its answer is written as the client takes it. */
@ForClients
@Controller("/models")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Learn and predict")
final class PredictCsvController {
    private static final Logger LOG = LoggerFactory.getLogger(PredictCsvController.class);
    private static final String CSV = "text/csv";
    private static final int PART = 64 << 10;

    private final CsvPredictions predictions;
    private final Names names;
    private final Bodies bodies;
    private final Transfers transfers;

    PredictCsvController(CsvPredictions predictions, Names names, Bodies bodies, Transfers transfers) {
        this.predictions = predictions;
        this.names = names;
        this.bodies = bodies;
        this.transfers = transfers;
    }

    /** What is held until an answer is written. */
    private record Held(Transfers.Place place, Disconnection client) {
        void release() {
            client.close();
            place.close();
        }
    }

    @Operation(
            operationId = "predictCsv",
            summary = "Ask a model about each row of a file",
            description = "The rows come back as they were sent, each with further columns: prediction; of a classifier"
                    + " the probability of each class; warning. A row that cannot be predicted has an empty prediction"
                    + " and the reason in its warning. With interval there are prediction_low and prediction_high, with"
                    + " explain explanation_base and a contribution_ of each feature, of a classifier for each class"
                    + " that is explained. The file is received and checked before the answer begins: at"
                    + " most 64 MiB and 1,000,000 rows, plain or gzip, of the formats that PUT /datasets takes. If a later"
                    + " part cannot be predicted at all, the connection closes before the answer's end.")
    @RequestBody(
            required = true,
            description =
                    "The file, with a header that has every feature of the model; other columns are passed through",
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "rows", value = Examples.PREDICT_CSV)))
    @ApiResponse(
            responseCode = "200",
            description = "The rows with their predictions",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @Parameter(
            name = "explain",
            in = ParameterIn.QUERY,
            description = "true: columns tell what each feature adds to the prediction",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @Parameter(
            name = "interval",
            in = ParameterIn.QUERY,
            description =
                    "Above 0 and below 1, such as 0.9: columns tell between which numbers the true one is with this"
                            + " probability",
            schema = @Schema(type = "number"))
    @InQuery({"explain", "interval"})
    @NotFoundAnswers.Model
    @ProblemAnswers.ModelNotReady
    @ProblemAnswers.NoCsv
    @ProblemAnswers.TooLarge
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.TimedOut
    @ProblemAnswers.ArtifactFailed
    @Post("/{id}/predict.csv")
    HttpResponse<?> predict(
            @Parameter(description = "An id, or a name, name@3, name@champion", example = Examples.MODEL) String id,
            @Parameter(description = DatasetController.SEPARATOR) @QueryValue @Nullable String separator,
            @Parameter(description = DatasetController.ENCODING) @QueryValue @Nullable String encoding,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        DialectOptions asked = DialectOptions.of(separator, encoding);
        AnswerParts parts = PartsQuery.of(request);
        return answered(predictions.model(names.id(Query.modelRef(id))), parts, asked, request);
    }

    private HttpResponse<?> answered(
            AskedModel model, AnswerParts parts, DialectOptions asked, ServerHttpRequest<?> request)
            throws IOException {
        Held held = new Held(transfers.upload(request.getRemoteAddress().getAddress()), Disconnection.of(request));
        CsvPredictions.Answer answer = null;
        Outflow out = null;
        try {
            try (InputStream csv = bodies.csv(request)) {
                answer = predictions.answer(
                        model, parts, csv, asked, held.client().departure());
            }
            out = outflow(answer, held);
        } finally {
            if (out == null) {
                release(answer, held);
            }
        }
        return HttpResponse.ok(out)
                .contentType(MediaType.TEXT_CSV_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + model.id() + "-predictions.csv\"");
    }

    /** The first rows are predicted before the answer begins, so that what is wrong with all is a plain refusal. */
    private static Outflow outflow(CsvPredictions.Answer answer, Held held) {
        byte[] first = answer.next();
        return Outflow.of(out -> write(answer, first, out), () -> release(answer, held));
    }

    private static void release(CsvPredictions.@Nullable Answer answer, Held held) {
        held.release();
        if (answer != null) {
            answer.close();
        }
    }

    private static void write(CsvPredictions.Answer answer, byte @Nullable [] first, Outflow out) {
        try {
            for (byte[] rows = first; rows != null; rows = answer.next()) {
                for (int from = 0; from < rows.length; from += PART) {
                    if (!out.write(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + PART)))) {
                        throw new IllegalStateException("the client took no more");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were predicted", e);
        } catch (Refusal refusal) {
            if (!out.cancelled() && !answer.abandoned()) {
                LOG.info("the rows of a file for model {} end early: {}", answer.model(), refusal.detail());
                throw refusal;
            }
        }
    }
}
