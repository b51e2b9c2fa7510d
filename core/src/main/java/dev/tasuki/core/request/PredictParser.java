package dev.tasuki.core.request;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a predict body token by token: it counts rows and cells, finds every problem of its shape, and
 * builds no tree, whose memory would be fifty times the body's. Only what a problem shows is kept. For one body.
 */
public final class PredictParser {
    private static final int MAX_ROWS = Limits.PREDICT_ROWS.intValue();
    private static final long MAX_CELLS = Limits.PREDICT_CELLS.value();
    private static final long BETWEEN_LOOKS = 10L * Limits.PREDICT_WALKS_BETWEEN_LOOKS.value();

    private final byte[] body;
    private final JsonParser parser;
    private final Deadline deadline;
    private final ModelReader models;
    /** Whether the body is of {@code input_data} alone, and that one row. */
    private final boolean rowAlone;

    private @Nullable ModelId model;
    private List<FieldProblem> modelProblems = List.of();
    private @Nullable DatasetId dataset;
    private List<FieldProblem> datasetProblems = List.of();
    private final UnknownFields.Gathering others = new UnknownFields.Gathering();
    private boolean modelThere;
    private boolean inputThere;
    private @Nullable FieldProblem inputProblem;
    private boolean single;
    private boolean eachRow;
    private List<FieldProblem> eachRowProblems = List.of();
    private final AnswerPartFields parts = new AnswerPartFields();
    private int rows;
    private long cells;
    private long look = BETWEEN_LOOKS;

    private PredictParser(byte[] body, JsonParser parser, Deadline deadline, ModelReader models) {
        this.body = body;
        this.parser = parser;
        this.deadline = deadline;
        this.models = models;
        this.rowAlone = false;
    }

    private PredictParser(byte[] body, JsonParser parser, ModelId model) {
        this.body = body;
        this.parser = parser;
        this.deadline = Deadline.NEVER;
        this.models = ModelReader.ID;
        this.rowAlone = true;
        this.model = model;
        this.modelThere = true;
    }

    static PredictRequest parse(byte[] body, Deadline deadline, ModelReader models) {
        return parse(body, parser -> new PredictParser(body, parser, deadline, models));
    }

    static PredictRequest ofRow(byte[] body, ModelId model) {
        return parse(body, parser -> new PredictParser(body, parser, model));
    }

    private static PredictRequest parse(byte[] body, Function<JsonParser, PredictParser> of) {
        try (JsonParser parser = Json.parser(body)) {
            return of.apply(parser).parse();
        } catch (JsonProcessingException e) {
            throw Json.invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** The model that a body names within its first bytes, if it is well-formed so far; null: look closer. */
    public static @Nullable ModelId model(byte[] body) {
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("model_id");
                JsonToken value = parser.nextToken();
                if (!value.isScalarValue()) {
                    return null;
                }
                if (wanted) {
                    return value == JsonToken.VALUE_STRING ? new ModelId(parser.getText()) : null;
                }
            }
            return null;
        } catch (IOException | InvalidRequest lookCloser) {
            return null;
        }
    }

    private PredictRequest parse() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw InvalidRequest.field(problem("missing", "Field required", null));
        }
        if (first != JsonToken.START_OBJECT) {
            Object shown = ShownValue.of(parser);
            end();
            throw InvalidRequest.field(problem(
                    "model_attributes_type",
                    "Input should be a valid dictionary or object to extract fields from",
                    shown));
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            member(parser.currentName(), parser.nextToken());
        }
        end();
        check();
        return new PredictRequest(
                Objects.requireNonNull(model), dataset, rows, cells, single, eachRow, parts.done(), others.done());
    }

    private void end() throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more after the body's end");
        }
    }

    private void member(String name, JsonToken value) throws IOException {
        if (rowAlone && !name.equals("input_data")) {
            others.add(name);
            parser.skipChildren();
            return;
        }
        switch (name) {
            case "model_id" -> {
                modelThere = true;
                model = null;
                modelProblems = List.of();
                try {
                    if (value == JsonToken.VALUE_STRING) {
                        model = models.read(parser);
                    } else {
                        modelProblems = List.of(notAString(name));
                    }
                } catch (InvalidRequest wrong) {
                    modelProblems = wrong.fields();
                }
            }
            case "dataset_id" -> {
                dataset = null;
                datasetProblems = List.of();
                try {
                    if (value == JsonToken.VALUE_STRING) {
                        dataset = new DatasetId(parser.getText());
                    } else if (value != JsonToken.VALUE_NULL) {
                        datasetProblems = List.of(notAString(name));
                    }
                } catch (InvalidRequest wrong) {
                    datasetProblems = wrong.fields();
                }
            }
            case "input_data" -> input(value);
            case PredictRequest.EACH_ROW -> {
                eachRow = value == JsonToken.VALUE_TRUE;
                eachRowProblems = value.isBoolean()
                        ? List.of()
                        : List.of(problem("bool_type", "Input should be a valid boolean", ShownValue.of(parser), name));
            }
            default -> {
                if (!parts.take(name, parser)) {
                    others.add(name);
                    parser.skipChildren();
                }
            }
        }
    }

    private FieldProblem notAString(String name) throws IOException {
        return problem("string_type", "Input should be a valid string", ShownValue.of(parser), name);
    }

    private void input(JsonToken value) throws IOException {
        if (inputThere) {
            throw InvalidRequest.field(new FieldProblem(
                    "json_invalid",
                    List.of("body", "input_data"),
                    "JSON decode error: input_data is there twice; send it once",
                    Map.of()));
        }
        inputThere = true;
        if (value == JsonToken.START_OBJECT) {
            single = true;
            rows = 1;
            row();
        } else if (value == JsonToken.START_ARRAY && !rowAlone) {
            list();
        } else {
            inputProblem = problem(
                    "dict_type",
                    rowAlone
                            ? "Input should be a valid dictionary, the one row that is meant"
                            : "Input should be a valid dictionary, or a list of them",
                    ShownValue.of(parser),
                    "input_data");
        }
    }

    private void list() throws IOException {
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            if (item == JsonToken.START_OBJECT) {
                row();
            } else if (inputProblem == null) {
                inputProblem = problem(
                        "dict_type", "Input should be a valid dictionary", ShownValue.of(parser), "input_data", rows);
            } else {
                parser.skipChildren();
            }
            rows++;
        }
        if (rows == 0) {
            inputProblem = problem(
                    "too_short", "List should have at least 1 item after validation, not 0", List.of(), "input_data");
        } else if (rows > MAX_ROWS) {
            inputProblem = problem(
                    "too_long",
                    "List should have at most " + MAX_ROWS + " items after validation, not " + rows,
                    shown("input_data"),
                    "input_data");
        }
    }

    private void row() throws IOException {
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            if (token.isStructEnd()) {
                depth--;
            } else if (token != JsonToken.FIELD_NAME) {
                depth += token.isStructStart() ? 1 : 0;
                cells++;
                if (cells > MAX_CELLS) {
                    throw tooManyCells();
                }
            }
        }
        if (cells + rows >= look) {
            look = cells + rows + BETWEEN_LOOKS;
            deadline.check();
        }
    }

    /** Thrown where it is seen: what comes after it is not worth reading. */
    private static InvalidRequest tooManyCells() {
        return InvalidRequest.field(problem(
                "too_long",
                "input_data should have at most " + MAX_CELLS
                        + " values in all its rows together; send fewer rows at once, or fewer names for each",
                null,
                "input_data"));
    }

    private void check() throws IOException {
        List<FieldProblem> problems = new ArrayList<>(modelProblems);
        if (!modelThere) {
            problems.add(problem("missing", "Field required", shown(null), "model_id"));
        }
        problems.addAll(datasetProblems);
        if (!inputThere) {
            problems.add(problem("missing", "Field required", shown(null), "input_data"));
        }
        if (inputProblem != null) {
            problems.add(inputProblem);
        }
        problems.addAll(eachRowProblems);
        problems.addAll(parts.problems());
        if (!problems.isEmpty()) {
            problems.addAll(others.done().slips(rowAlone ? PredictRequest.NAMES_OF_ROW : PredictRequest.NAMES));
            throw InvalidRequest.fields(problems);
        }
    }

    /** What a member of the body is, or with null the whole body, as a problem shows it. */
    private @Nullable Object shown(@Nullable String member) throws IOException {
        try (JsonParser again = Json.parser(body)) {
            again.nextToken();
            while (member != null && again.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = again.currentName().equals(member);
                again.nextToken();
                if (found) {
                    break;
                }
                again.skipChildren();
            }
            return ShownValue.of(again);
        }
    }

    private static FieldProblem problem(String type, String msg, @Nullable Object input, Object... path) {
        List<Object> loc = new ArrayList<>();
        loc.add("body");
        loc.addAll(List.of(path));
        return new FieldProblem(type, loc, msg, input);
    }
}
