package dev.tasuki.app.adapter;

import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.TaskStore;

/** One kind of result store that a URL can choose. */
public interface ResultAdapter extends Adapter<ResultAdapter.Opened> {
    /**
     * A result store, opened.
     *
     * @param changes what happens to its rows
     */
    record Opened(TaskStore tasks, ChangeLog changes) {}
}
