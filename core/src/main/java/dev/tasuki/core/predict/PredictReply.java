package dev.tasuki.core.predict;

import java.util.List;

/**
 * A prediction, as the reply message carries it and the client gets it.
 *
 * @param json UTF-8, an object: {@code status}, {@code pred_proba} and, from a classifier,
 *     {@code classes} and {@code prediction}
 * @param warnings what the client should know of its request, one sentence each; mostly none
 */
public record PredictReply(byte[] json, List<String> warnings) {
    public PredictReply {
        warnings = List.copyOf(warnings);
    }
}
