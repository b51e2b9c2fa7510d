package dev.tasuki.core.ml;

/**
 * A prediction, as the reply message carries it and the client gets it.
 *
 * @param json UTF-8, an object: {@code status}, {@code pred_proba} and, from a classifier,
 *     {@code classes} and {@code prediction}
 */
public record PredictReply(byte[] json) {}
