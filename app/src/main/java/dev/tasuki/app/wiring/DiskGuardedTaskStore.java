package dev.tasuki.app.wiring;

import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;

/**
 * Accepts no task while the disk is nearly full: the room that is left is for those accepted before,
 * so that they can end. Thread-safe.
 */
record DiskGuardedTaskStore(TaskStore store, DiskSpace disk) implements ForwardingTaskStore {
    @Override
    public Acceptance accept(NewTask task) {
        disk.require();
        return store.accept(task);
    }
}
