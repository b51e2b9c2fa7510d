package dev.tasuki.server.route;

import dev.tasuki.core.data.ColumnChoice;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.data.dialect.DialectOptions;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.view.DatasetDetails;
import dev.tasuki.server.view.DatasetForm;
import dev.tasuki.server.view.DatasetList;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.wire.Bodies;
import dev.tasuki.server.wire.Downloads;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import dev.tasuki.server.wire.Transfers;
import dev.tasuki.server.wire.Upload;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
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
import io.micronaut.http.annotation.Status;
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

/** Stores, shows and removes datasets. */
@ForClients
@Controller("/datasets")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Datasets")
final class DatasetController {
    private static final String CSV = "text/csv";
    private static final String FORM = "multipart/form-data";
    private static final String STORES =
            "A CSV with a header line, or a Parquet file, known by its first bytes: its columns of plain values become those"
                    + " of the CSV; gzip is un-zipped, whether the file was zipped or"
                    + " Content-Encoding says so. Fields may be parted by comma, semicolon (numbers then may have a"
                    + " decimal comma), tab or bar, which is recognised, as UTF-16 is by its mark; the answer says what"
                    + " was read, and a comma CSV in UTF-8 is what is stored. It is checked while it streams: one"
                    + " that cannot be read is refused"
                    + " with line and column, and what was stored before stays. gzip may have 1,000 members, becomes"
                    + " at most 100 times as large (after the first MiB), and only zeros may stand behind its end.";
    static final String SEPARATOR =
            "What parts the fields: , (comma), ; (semicolon, in a URL %3B), tab or | (bar, %7C); recognised if left out";
    static final String ENCODING = "How the letters are written: utf-8, utf-16, utf-16le, utf-16be, latin-1,"
            + " windows-1252, shift_jis or cp932; utf-8, or utf-16 if the file begins with its mark, if left out";

    private final Datasets datasets;
    private final Bodies bodies;
    private final Transfers transfers;
    private final Downloads downloads;
    private final HttpSettings settings;

    DatasetController(
            Datasets datasets, Bodies bodies, Transfers transfers, Downloads downloads, HttpSettings settings) {
        this.datasets = datasets;
        this.bodies = bodies;
        this.transfers = transfers;
        this.downloads = downloads;
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
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
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
    @NotFoundAnswers.Dataset
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
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
            operationId = "getDatasetCsv",
            summary = "Take a dataset out",
            description = "The whole file as it is stored: a comma CSV in UTF-8.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @NotFoundAnswers.Dataset
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/{id}/csv")
    HttpResponse<?> csv(
            HttpRequest<?> request, @Parameter(description = "The dataset", example = "diabetes") String id) {
        DatasetId dataset = Query.dataset(id);
        return downloads.answer(request, datasets.content(dataset), MediaType.TEXT_CSV_TYPE, dataset + ".csv");
    }

    @Operation(operationId = "putDataset", summary = "Store a dataset", description = STORES)
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
                        schema = @Schema(type = "string", format = "binary")),
                // Without a type of its own: of a form that is not an operation's first content, openapi-generator
                // writes the import but not the type.
                @Content(
                        mediaType = FORM,
                        schema =
                                @Schema(
                                        type = "object",
                                        description = "The form that POST /datasets takes",
                                        additionalProperties = Schema.AdditionalPropertiesValue.TRUE))
            })
    @AcceptedAnswers.Dataset
    @ProblemAnswers.NoCsv
    @ProblemAnswers.TooLarge
    @ProblemAnswers.TooBusy
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Status(HttpStatus.CREATED)
    @Put("/{id}")
    HttpResponse<byte[]> put(
            @Parameter(description = "The dataset; letters, digits, '.', '_' and '-'", example = Examples.NEW_DATASET)
                    String id,
            @Parameter(description = SEPARATOR) @QueryValue @Nullable String separator,
            @Parameter(description = ENCODING) @QueryValue @Nullable String encoding,
            @Parameter(hidden = true) ServerHttpRequest<?> request)
            throws IOException {
        DatasetId dataset = Query.dataset(id);
        DialectOptions.of(separator, encoding);
        try (Transfers.Place place = transfers.upload(request.getRemoteAddress().getAddress());
                Upload upload = bodies.upload(request)) {
            upload.field("id", dataset.value());
            return store(dataset, upload, separator, encoding);
        }
    }

    @Operation(
            operationId = "postDataset",
            summary = "Store a dataset that a form sends",
            description = "The same as PUT, for a form with one file. The dataset's id is the field id, which stands"
                    + " before the file, or the file's name without .csv, .parquet and .gz; what was stored under"
                    + " it is replaced.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = FORM, schema = @Schema(implementation = DatasetForm.class)))
    @AcceptedAnswers.Dataset
    @ProblemAnswers.NoCsv
    @ProblemAnswers.TooLarge
    @ProblemAnswers.TooBusy
    @ProblemAnswers.UnknownEncoding
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Status(HttpStatus.CREATED)
    @Post
    HttpResponse<byte[]> post(@Parameter(hidden = true) ServerHttpRequest<?> request) throws IOException {
        try (Transfers.Place place = transfers.upload(request.getRemoteAddress().getAddress());
                Upload upload = bodies.upload(request)) {
            return store(Query.uploaded(upload), upload, null, null);
        }
    }

    private HttpResponse<byte[]> store(
            DatasetId dataset, Upload upload, @Nullable String separator, @Nullable String encoding) {
        DialectOptions asked =
                DialectOptions.of(upload.field("separator", separator), upload.field("encoding", encoding));
        Datasets.Stored stored = datasets.put(dataset, upload.content(), asked);
        DatasetDetails details = DatasetDetails.of(
                stored, ColumnChoice.positions(null, stored.description().columns()));
        return JsonAnswer.answer(HttpStatus.CREATED, JsonAnswer.bytes(details))
                .header(HttpHeaders.LOCATION, settings.path() + "/datasets/" + dataset);
    }

    @Operation(
            operationId = "deleteDataset",
            summary = "Remove a dataset",
            description = "Models that learned from it stay; trainings that still wait for it will fail.")
    @ApiResponse(responseCode = "204", description = "Removed")
    @NotFoundAnswers.Dataset
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Delete("/{id}")
    HttpResponse<?> delete(@Parameter(description = "The dataset", example = Examples.NEW_DATASET) String id) {
        datasets.delete(Query.dataset(id));
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }
}
