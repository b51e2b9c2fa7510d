package dev.tasuki.learn.registry;

import dev.tasuki.learn.spi.Learner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learners that are none of this program's, such as those of plug-ins. They are added once, before the list of
 * {@link Learners} is looked at: from then on it is the same for the life of the process, as the class path is.
 */
public final class AddedLearners {
    /** The names that they may have: the vendor, a dot, the rest; no learner of this program has such a name. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}\\.[a-z][a-z0-9_-]{0,62}");

    private static final AtomicReference<@Nullable List<Added>> ADDED = new AtomicReference<>();

    private AddedLearners() {}

    /**
     * One of them.
     *
     * @param origin where it is from and which it is, in a few words: file, version, hash
     */
    public record Added(Learner<?> learner, String origin) {}

    /**
     * Adds all there are.
     *
     * @throws IllegalArgumentException when a name is not as it should be, or there twice
     * @throws IllegalStateException when some were added before, or the list was looked at
     */
    public static void add(List<Added> learners) {
        Map<String, Added> names = new HashMap<>();
        for (Added added : learners) {
            String name = added.learner().name();
            if (!NAME.matcher(name).matches() || names.put(name, added) != null) {
                throw new IllegalArgumentException("no name for an added learner, or one that is there: " + name);
            }
        }
        if (!ADDED.compareAndSet(null, List.copyOf(learners))) {
            throw new IllegalStateException("learners are added once, before the list is looked at");
        }
    }

    /** Where the learner of this name is from; empty if it was not added. */
    public static Optional<String> origin(String name) {
        return all().stream()
                .filter(added -> added.learner().name().equals(name))
                .map(Added::origin)
                .findFirst();
    }

    /** All; nothing can be added from now on. */
    static List<Added> all() {
        ADDED.compareAndSet(null, List.of());
        List<Added> added = ADDED.get();
        return added == null ? List.of() : added;
    }
}
