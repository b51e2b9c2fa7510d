package dev.tasuki.core.request;

import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.ModelId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction is asked for, and how much of it. The values stay in the body: {@link PredictRows}
 * reads them once the model is known.
 *
 * @param model the model to ask
 * @param dataset as the published clients send it; not used
 * @param rows how many inputs there are, at least one
 * @param cells how many values the inputs hold together, nested ones included
 * @param single true: {@code input_data} was one object and the answer is one value, not a list
 * @param eachRow true: a row that cannot be predicted has no value in the answer instead of ending the request, and
 *     what is to be known of each row is told by its place
 * @param parts what the answer is to have beside the predictions
 * @param others the body's names that no request has
 */
public record PredictRequest(
        ModelId model,
        @Nullable DatasetId dataset,
        int rows,
        long cells,
        boolean single,
        boolean eachRow,
        AnswerParts parts,
        UnknownFields others) {
    /** The member that asks for an answer row by row, with which each part of a file is asked. */
    public static final String EACH_ROW = "each_row";

    static final List<String> NAMES =
            List.of("model_id", "dataset_id", "input_data", EACH_ROW, AnswerParts.EXPLAIN, AnswerParts.INTERVAL);

    static final List<String> NAMES_OF_ROW = List.of("input_data");

    /** Looks over a body, a client's or a message's: they are the same. Throws InvalidRequest. */
    public static PredictRequest parse(byte[] json) {
        return parse(json, Deadline.NEVER);
    }

    /**
     * Looks over a body that asks something else than a prediction of one row: an object of {@code input_data} and
     * nothing else, for a model that is named elsewhere. Throws InvalidRequest.
     */
    public static PredictRequest ofRow(byte[] json, ModelId model) {
        PredictRequest request = PredictParser.ofRow(json, model);
        request.others.warnings(NAMES_OF_ROW, true);
        return request;
    }

    /** What a client should know of its request. Throws InvalidRequest as {@link UnknownFields#warnings} does. */
    public List<String> warnings(boolean strict) {
        return others.warnings(NAMES, strict);
    }

    /** The same, given up at the deadline. */
    public static PredictRequest parse(byte[] json, Deadline deadline) {
        return parse(json, deadline, ModelReader.ID);
    }

    /** The same for a client, which may say a model's name where its id is meant. */
    public static PredictRequest parse(byte[] json, Deadline deadline, ModelReader models) {
        return PredictParser.parse(json, deadline, models);
    }
}
