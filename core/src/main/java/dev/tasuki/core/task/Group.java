package dev.tasuki.core.task;

/**
 * Tasks that have something in common.
 *
 * @param kind what it is
 * @param name the dataset's id or the tag
 */
public record Group(Kind kind, String name) {
    /** What tasks may have in common. */
    public enum Kind {
        DATASET,
        TAG;

        /** Lower case. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The tasks on this dataset. */
    public static Group dataset(DatasetId id) {
        return new Group(Kind.DATASET, id.value());
    }

    /** The tasks with this tag. */
    public static Group tag(String tag) {
        return new Group(Kind.TAG, tag);
    }

    /** True if what was asked for belongs to it. */
    public boolean has(TaskSpec spec) {
        return switch (kind) {
            case DATASET -> spec.dataset().value().equals(name);
            case TAG -> spec.tags().contains(name);
        };
    }

    @Override
    public String toString() {
        return kind.text() + " " + name;
    }
}
