package dev.tasuki.core.task;

/**
 * Names a dataset: a CSV file in the object store.
 *
 * @param value 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with . or -
 */
public record DatasetId(String value) {
    /** Throws {@link InvalidRequest} naming the field {@code dataset_id} if the value is not allowed. */
    public DatasetId {
        Name.check("dataset_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
