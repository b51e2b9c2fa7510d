package dev.tasuki.app.wiring;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.LeaseTerms;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * What stands between the parts of a process and the outside world. In the program as it is shipped
 * nothing does ({@link #NONE}); one that is to be seen failing has ports here that stop the process,
 * fail or lie at a chosen call.
 *
 * @param tasks wraps the result store, once
 * @param broker wraps the broker, once; the queue of predictions inside one process is not wrapped
 * @param objects wraps the object store, once
 * @param clock the time
 * @param terms how claims are kept
 */
public record ProcessOverrides(
        UnaryOperator<TaskStore> tasks,
        UnaryOperator<Broker> broker,
        UnaryOperator<ObjectStore> objects,
        InstantSource clock,
        LeaseTerms terms) {
    /** The adapters as they are, the machine's clock, the standard terms. */
    public static final ProcessOverrides NONE = new ProcessOverrides(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            InstantSource.system(),
            LeaseTerms.STANDARD);
}
