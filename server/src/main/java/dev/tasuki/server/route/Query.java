package dev.tasuki.server.route;

import dev.tasuki.core.request.AlgorithmFilter;
import dev.tasuki.core.request.AliasRequest;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.server.wire.Upload;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads path and query parameters; a wrong one is refused in FastAPI's shape, with where it stood. */
final class Query {
    /** Rows of a list if the client does not say. */
    static final int DEFAULT_LIMIT = 50;

    /** Most rows of one page of a list. */
    static final int MAX_LIMIT = 1000;

    private static final String QUERY = "query";

    private Query() {}

    /** An id, or a name with or without a version or an alias. */
    static ModelRef modelRef(String text) {
        return path("model_id", text, ModelRef::of);
    }

    static ModelName modelName(String name) {
        return path("name", name, ModelName::new);
    }

    /** One that can be set. */
    static ModelAlias alias(String text) {
        ModelAlias alias = path("alias", text, ModelAlias::new);
        if (alias.equals(ModelAlias.LATEST)) {
            throw wrong(
                    "value_error", "path", "alias", "latest is the highest version and cannot be set or deleted", text);
        }
        return alias;
    }

    /** The version that an alias must have; null: whichever. */
    static @Nullable Long expected(@Nullable String text) {
        return text == null ? null : number("expected", text, 0, 0, AliasRequest.GREATEST);
    }

    /** Whether ONNX is asked for, and not the format in which models are stored. */
    static boolean onnx(@Nullable String format) {
        return switch (format == null ? ExportAnswers.TASUKI : format.strip().toLowerCase(Locale.ROOT)) {
            case ExportAnswers.TASUKI -> false;
            case ExportAnswers.ONNX -> true;
            default ->
                throw wrong("enum", QUERY, "format", "Input should be 'tasuki' or 'onnx'", String.valueOf(format));
        };
    }

    /** The number of a tree. */
    static int tree(String number) {
        return (int) number(new Place("path", "tree"), number, 0, Integer.MAX_VALUE);
    }

    static TaskId task(String id) {
        return path("task_id", id, TaskId::new);
    }

    static DatasetId dataset(String id) {
        return path("dataset_id", id, DatasetId::new);
    }

    /** The dataset that a form names: by its field, or by its file's name. */
    static DatasetId uploaded(Upload upload) {
        String id = upload.field("id", null);
        if (id != null) {
            return named("body", "id", id, DatasetId::new);
        }
        String file = upload.fileName();
        String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        String name = last.replaceFirst("(?i)(\\.(csv|tsv|txt|parquet))?(\\.gz)?$", "");
        try {
            return new DatasetId(name);
        } catch (InvalidRequest noName) {
            throw wrong(
                    "value_error",
                    "body",
                    "id",
                    "The file's name cannot be a dataset's id; send the field id before the file, such as"
                            + " curl -F id=sales -F file=@x.csv",
                    file);
        }
    }

    /** The tasks that the request names. */
    static TaskQuery tasks(
            @Nullable String state,
            @Nullable String dataset,
            @Nullable String tag,
            @Nullable String cursor,
            @Nullable String limit) {
        if (state != null && state.isBlank()) {
            throw wrong("enum", QUERY, "state", "Input should be a state; leave it out for all", state);
        }
        TaskFilter filter = new TaskFilter(
                states(QUERY, state),
                Optional.ofNullable(dataset).map(id -> named(QUERY, "dataset", id, DatasetId::new)),
                Optional.ofNullable(tag),
                Optional.empty());
        return new TaskQuery(filter, cursor(cursor), (int) number("limit", limit, DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    /** The same that have this name and were accepted since then, as far as the request says so. */
    static TaskQuery narrowed(TaskQuery query, @Nullable String name, @Nullable String since, Instant now) {
        TaskFilter filter = query.filter();
        if (name != null) {
            filter = filter.named(name);
        }
        if (since != null) {
            filter = filter.since(Since.time("since", since, now));
        }
        return new TaskQuery(filter, query.before(), query.limit(), query.width());
    }

    /** The same of these algorithms, as far as the request names some. */
    static TaskQuery ofAlgorithms(TaskQuery query, @Nullable String algorithm) {
        return algorithm == null
                ? query
                : new TaskQuery(
                        query.filter().ofAlgorithms(AlgorithmFilter.read(algorithm)),
                        query.before(),
                        query.limit(),
                        query.width());
    }

    /**
     * The ended tasks that the request names; those that failed if it names no state. An empty state is refused,
     * since a script writes one for a variable that it does not have.
     */
    static TaskFilter ended(RetryFilter asked) {
        String state = asked.get("state");
        Set<TaskState> states = states(asked.place("state"), state);
        if ((state != null && states.isEmpty())
                || states.contains(TaskState.TASK_COMPLETED)
                || states.stream().anyMatch(s -> !s.terminal())) {
            throw wrong(
                    "enum",
                    asked.place("state"),
                    "state",
                    "Input should be 'TASK_ERROR' or 'TASK_CANCELLED'",
                    String.valueOf(state));
        }
        return new TaskFilter(
                states.isEmpty() ? Set.of(TaskState.TASK_ERROR) : states,
                Optional.ofNullable(asked.get("dataset"))
                        .map(id -> named(asked.place("dataset"), "dataset", id, DatasetId::new)),
                Optional.ofNullable(asked.get("tag")),
                Optional.ofNullable(asked.get("code")).map(text -> code(asked.place("code"), text)));
    }

    private static RefusalCode code(String place, String text) {
        try {
            return RefusalCode.of(text.strip());
        } catch (IllegalArgumentException unknown) {
            throw wrong(
                    "enum",
                    place,
                    "code",
                    "Input should be the error code of a task, such as 'too_many_attempts'",
                    text);
        }
    }

    /** A whole number between bounds, both allowed. */
    static long number(String name, @Nullable String text, long absent, long min, long max) {
        return text == null ? absent : number(new Place(QUERY, name), text, min, max);
    }

    /** True if the request has a query; none is parsed to find out. */
    static boolean isThere(HttpRequest<?> request) {
        return !(request instanceof NettyHttpRequest<?> netty)
                || netty.getNativeRequest().uri().indexOf('?') >= 0;
    }

    /** The parameter's value; null if it is not there. A request without a query pays nothing. */
    static @Nullable String value(HttpRequest<?> request, String name) {
        return isThere(request) ? request.getParameters().get(name) : null;
    }

    /** True if the parameter is there, unless it says false. */
    static boolean flag(HttpRequest<?> request, String name) {
        String text = value(request, name);
        return switch (text == null ? "false" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw wrong("bool_parsing", QUERY, name, "Input should be true or false", String.valueOf(text));
        };
    }

    /** Where a value stood. */
    record Place(String where, String name) {}

    static long number(Place place, String text, long min, long max) {
        long value;
        try {
            value = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw wrong("int_parsing", place.where(), place.name(), "Input should be a valid integer", text);
        }
        if (value < min) {
            throw wrong(
                    "greater_than_equal",
                    place.where(),
                    place.name(),
                    "Input should be greater than or equal to " + min,
                    text);
        }
        if (value > max) {
            throw wrong(
                    "less_than_equal",
                    place.where(),
                    place.name(),
                    "Input should be less than or equal to " + max,
                    text);
        }
        return value;
    }

    private static OptionalLong cursor(@Nullable String cursor) {
        return cursor == null
                ? OptionalLong.empty()
                : OptionalLong.of(number("cursor", cursor, 0, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** One or more states, parted by commas; the prefix TASK_ and the case may be left out. */
    private static Set<TaskState> states(String place, @Nullable String text) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        if (text == null || text.isBlank()) {
            return states;
        }
        for (String word : text.split(",", -1)) {
            states.add(state(place, word.strip(), text));
        }
        return states;
    }

    private static TaskState state(String place, String word, String text) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(TaskState.values())
                .filter(s -> s.name().equals(upper) || s.name().equals("TASK_" + upper))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "enum",
                        place,
                        "state",
                        "Input should be "
                                + Stream.of(TaskState.values())
                                        .map(s -> "'" + s + "'")
                                        .collect(Collectors.joining(" or ")),
                        text));
    }

    private static <T> T path(String name, String value, Function<String, T> parse) {
        return named("path", name, value, parse);
    }

    /** Parses a name; says that it stood in the path or query, where the name's own rule says body. */
    static <T> T named(String place, String name, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (InvalidRequest e) {
            FieldProblem problem = e.fields().getFirst();
            throw InvalidRequest.field(
                    new FieldProblem(problem.type(), List.of(place, name), problem.msg(), problem.input()));
        }
    }

    private static InvalidRequest wrong(String type, String place, String name, String msg, String input) {
        return InvalidRequest.field(new FieldProblem(type, List.of(place, name), msg, Shown.of(input)));
    }
}
