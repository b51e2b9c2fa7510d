package dev.tasuki.server.route;

import dev.tasuki.core.ml.ColumnChoice;
import dev.tasuki.core.ml.DatasetDescription;
import dev.tasuki.core.ml.Datasets;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.view.DatasetDetails;
import dev.tasuki.server.view.DatasetList;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import dev.tasuki.server.wire.Uploads;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stores, shows and removes datasets. */
@ForClients
@Controller("/datasets")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Datasets")
final class DatasetController {
    private static final String CSV = "text/csv";

    private final Datasets datasets;
    private final Bodies bodies;
    private final Uploads uploads;
    private final HttpSettings settings;

    DatasetController(Datasets datasets, Bodies bodies, Uploads uploads, HttpSettings settings) {
        this.datasets = datasets;
        this.bodies = bodies;
        this.uploads = uploads;
        this.settings = settings;
    }

    @Operation(operationId = "listDatasets", summary = "List datasets", description = "Every dataset, by id.")
    @ApiResponse(
            responseCode = "200",
            description = "All of them",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetList.class)))
    @Answers.Unavailable
    @Answers.Failed
    @Get
    HttpResponse<byte[]> list() {
        return JsonAnswer.ok(DatasetList.of(datasets.list()));
    }

    @Operation(
            operationId = "getDataset",
            summary = "Look at a dataset",
            description = "Its columns with type, missing values and range, and its first rows: at most 50 columns at"
                    + " once, 20 rows, 60 letters of a cell. Figures of large datasets are estimates, which the answer"
                    + " says.")
    @ApiResponse(
            responseCode = "200",
            description = "The dataset",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetDetails.class)))
    @Missing.Dataset
    @Answers.NamesDoNotFit
    @Answers.Unavailable
    @Answers.Failed
    @Get("/{id}")
    HttpResponse<byte[]> get(
            @Parameter(description = "The dataset", example = "diabetes") String id,
            @Parameter(
                            description = "Which columns to show, at most 50: names, positions counted from 1, and"
                                    + " ranges of positions, parted by commas, such as 51-100 or age,bmi; the first"
                                    + " 50 if left out. What is a column's name is taken for that.")
                    @QueryValue
                    @Nullable
                    String columns) {
        DatasetDescription there = datasets.describe(Query.dataset(id));
        return JsonAnswer.ok(DatasetDetails.of(there, ColumnChoice.positions(columns, there.columns())));
    }

    @Operation(
            operationId = "putDataset",
            summary = "Store a dataset",
            description = "A CSV with a header line, UTF-8; gzip is un-zipped, whether the file was zipped or"
                    + " Content-Encoding says so. It is checked while it streams: one that cannot be read is refused"
                    + " with line and column, and what was stored before stays. gzip may have 1,000 members, becomes"
                    + " at most 100 times as large (after the first MiB), and only zeros may stand behind its end.")
    @RequestBody(
            required = true,
            description = "The file: as text, or as bytes, which may be zipped",
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject(name = "small", value = Examples.CSV)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
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
    @Answers.NoCsv
    @Answers.TooLarge
    @Answers.TooBusy
    @Answers.UnknownEncoding
    @Answers.Unavailable
    @Answers.Failed
    @Put("/{id}")
    HttpResponse<byte[]> put(
            @Parameter(description = "The dataset; letters, digits, '.', '_' and '-'", example = Examples.NEW_DATASET)
                    String id,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        DatasetId dataset = Query.dataset(id);
        try (Uploads.Place place = uploads.enter(request.getRemoteAddress().getAddress());
                InputStream csv = bodies.dataset(request)) {
            DatasetDescription stored = datasets.put(dataset, csv);
            DatasetDetails details = DatasetDetails.of(stored, ColumnChoice.positions(null, stored.columns()));
            return JsonAnswer.answer(HttpStatus.CREATED, JsonAnswer.bytes(details))
                    .header(HttpHeaders.LOCATION, settings.path() + "/datasets/" + dataset);
        }
    }

    @Operation(
            operationId = "deleteDataset",
            summary = "Remove a dataset",
            description = "Models that learned from it stay; trainings that still wait for it will fail.")
    @ApiResponse(responseCode = "204", description = "Removed")
    @Missing.Dataset
    @Answers.NamesDoNotFit
    @Answers.Unavailable
    @Answers.Failed
    @Delete("/{id}")
    HttpResponse<?> delete(@Parameter(description = "The dataset", example = Examples.NEW_DATASET) String id) {
        datasets.delete(Query.dataset(id));
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
