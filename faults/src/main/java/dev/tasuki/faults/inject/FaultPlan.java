package dev.tasuki.faults.inject;

import dev.tasuki.app.wiring.ProcessOverrides;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.LeaseTerms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong in a program, in words separated by commas: {@code lease:SECONDS} for short leases,
 * {@code bug:NAME} for a {@link Bug}, {@code EFFECT:NAME:WHEN:NUMBER} for an {@link CallFault}.
 */
final class FaultPlan {
    private final List<CallInterceptor> interceptors = new ArrayList<>();
    private final List<Bug> bugs = new ArrayList<>();
    private LeaseTerms terms = LeaseTerms.STANDARD;

    private FaultPlan() {}

    /** Reads the words; none is no fault. */
    static FaultPlan parse(String words) {
        FaultPlan plan = new FaultPlan();
        for (String word : words.isEmpty() ? new String[0] : words.split(",")) {
            if (word.startsWith("lease:")) {
                plan.terms = terms(Duration.ofSeconds(Long.parseLong(word.substring(6))));
            } else if (word.startsWith("bug:")) {
                plan.bugs.add(Bug.valueOf(word.substring(4)));
            } else {
                plan.interceptors.add(CallFault.parse(word));
            }
        }
        return plan;
    }

    private static LeaseTerms terms(Duration lease) {
        Duration beat = lease.dividedBy(3);
        return new LeaseTerms(lease, beat, beat, LeaseTerms.STANDARD.handOver());
    }

    /** Bugs lie next to the adapters, calls are counted above them. */
    ProcessOverrides seam() {
        return new ProcessOverrides(this::tasks, this::broker, this::objects, InstantSource.system(), terms);
    }

    private TaskStore tasks(TaskStore real) {
        TaskStore store = real;
        for (Bug bug : bugs) {
            store = bug.tasks(store);
        }
        for (CallInterceptor interceptor : interceptors) {
            store = new InterceptedPorts.Tasks(store, interceptor);
        }
        return store;
    }

    private Broker broker(Broker real) {
        Broker broker = real;
        for (Bug bug : bugs) {
            broker = bug.broker(broker);
        }
        for (CallInterceptor interceptor : interceptors) {
            broker = new InterceptedPorts.Messages(broker, interceptor);
        }
        return broker;
    }

    private ObjectStore objects(ObjectStore real) {
        ObjectStore store = real;
        for (Bug bug : bugs) {
            store = bug.objects(store);
        }
        for (CallInterceptor interceptor : interceptors) {
            store = new InterceptedPorts.Objects(store, interceptor);
        }
        return store;
    }
}
