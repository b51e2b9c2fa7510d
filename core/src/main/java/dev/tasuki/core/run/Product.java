package dev.tasuki.core.run;

import dev.tasuki.core.base.Json;
import java.util.List;

/**
 * What a run made.
 *
 * @param artifact the bytes to store; never changed after construction
 * @param metrics JSON object of numbers
 * @param report JSON object
 * @param leftovers keys of objects that are of no use once the outcome is committed
 * @param foreign true if a program of somebody else made the artifact, in a form that is not ours
 */
public record Product(byte[] artifact, String metrics, String report, List<String> leftovers, boolean foreign) {
    /** Of our own making. */
    public Product(byte[] artifact, String metrics, String report, List<String> leftovers) {
        this(artifact, metrics, report, leftovers, false);
    }

    /** What the model is of, as the report says; empty if it does not. */
    public String algorithm() {
        return Json.stored(report).path("algorithm").asText("");
    }
}
