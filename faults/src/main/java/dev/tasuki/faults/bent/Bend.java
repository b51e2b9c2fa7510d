package dev.tasuki.faults.bent;

import dev.tasuki.app.wiring.Seam;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.LeaseTerms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What is bent in a program, in words separated by commas: {@code lease:SECONDS} for short leases,
 * {@code bug:NAME} for a {@link Bug}, {@code DEED:NAME:WHEN:NUMBER} for an {@link AtCall}.
 */
final class Bend {
    private final List<Tap> taps = new ArrayList<>();
    private final List<Bug> bugs = new ArrayList<>();
    private LeaseTerms terms = LeaseTerms.STANDARD;

    private Bend() {}

    /** Reads the words; none is nothing bent. */
    static Bend parse(String words) {
        Bend bend = new Bend();
        for (String word : words.isEmpty() ? new String[0] : words.split(",")) {
            if (word.startsWith("lease:")) {
                bend.terms = terms(Duration.ofSeconds(Long.parseLong(word.substring(6))));
            } else if (word.startsWith("bug:")) {
                bend.bugs.add(Bug.valueOf(word.substring(4)));
            } else {
                bend.taps.add(AtCall.parse(word));
            }
        }
        return bend;
    }

    private static LeaseTerms terms(Duration lease) {
        Duration beat = lease.dividedBy(3);
        return new LeaseTerms(lease, beat, beat, LeaseTerms.STANDARD.handOver());
    }

    /** Bugs lie next to the adapters, calls are counted above them. */
    Seam seam() {
        return new Seam(this::tasks, this::broker, this::objects, InstantSource.system(), terms);
    }

    private TaskStore tasks(TaskStore real) {
        TaskStore store = real;
        for (Bug bug : bugs) {
            store = bug.tasks(store);
        }
        for (Tap tap : taps) {
            store = new Tapped.Tasks(store, tap);
        }
        return store;
    }

    private Broker broker(Broker real) {
        Broker broker = real;
        for (Bug bug : bugs) {
            broker = bug.broker(broker);
        }
        for (Tap tap : taps) {
            broker = new Tapped.Messages(broker, tap);
        }
        return broker;
    }

    private ObjectStore objects(ObjectStore real) {
        ObjectStore store = real;
        for (Bug bug : bugs) {
            store = bug.objects(store);
        }
        for (Tap tap : taps) {
            store = new Tapped.Objects(store, tap);
        }
        return store;
    }
}
