package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ObjectStore;
import java.util.List;
import java.util.Map;

/** One kind of object store that a URL can choose. */
public interface StoreAdapter extends Adapter<ObjectStore> {
    /**
     * Looks at what its operator may want to know beside whether it answers. Changes nothing; never
     * throws a refusal.
     *
     * @param variables those of {@link #variables} that are set
     */
    default List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        return List.of();
    }
}
