package dev.tasuki.core.simulation;

import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.ForwardingObjectStore;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.DeliveryHandler;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Mistakes that systems like this one are known for, each put between {@code core} and its ports. */
enum PlantedBug implements ProcessOverrides {
    ACKNOWLEDGED_BEFORE_THE_ROW_IS_THERE("not done: .*has no row") {
        @Override
        public DeliveryHandler trainings(DeliveryHandler handler, SimulatedProcess process) {
            return delivery -> {
                delivery.handOver().run();
                return handler.handle(delivery);
            };
        }
    },
    COMMIT_WITHOUT_EPOCH("the claim is p|not the claim's own artifact") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    return store.apply(
                            change instanceof Transition.Complete complete
                                    ? new Transition.Complete(
                                            complete.id(), holder(complete), complete.outcome(), complete.report())
                                    : change);
                }

                private long holder(Transition change) {
                    return store.find(change.id()).orElseThrow().lease().epoch();
                }
            };
        }
    },
    ANSWER_MARKED_BEFORE_IT_IS_TOLD("its answer was marked, and nobody was told") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    boolean done = store.apply(change);
                    if (done && change instanceof Transition.Answering next) {
                        store.apply(new Transition.Answered(next.id(), next.turn()));
                    }
                    return done;
                }
            };
        }
    },
    RELAY_MISSING("not done: .*TASK_RECEIVED") {
        @Override
        public Ticker ticker(Ticker ticker, SimulatedProcess process) {
            return without("relay", ticker);
        }
    },
    RESCUER_MISSING("not done: .*TASK_STARTED") {
        @Override
        public Ticker ticker(Ticker ticker, SimulatedProcess process) {
            return without("rescuer", ticker);
        }
    },
    /** A failed publish is taken for a done one, and nobody misses the message. */
    PUBLISHED_WITHOUT_CONFIRM("not done: .*TASK_RECEIVED") {
        @Override
        public Broker broker(Broker broker) {
            return new ForwardingBroker() {
                @Override
                public Broker broker() {
                    return broker;
                }

                @Override
                public void publish(Message message) {
                    try {
                        broker.publish(message);
                    } catch (Unavailable away) {
                        if (!message.durable()) {
                            throw away;
                        }
                    }
                }
            };
        }

        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return withoutSilence(store);
        }
    },
    LOST_MESSAGES_NOT_MISSED("not done: .*TASK_RECEIVED") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return withoutSilence(store);
        }
    },
    HEARTBEAT_IGNORES_REFUSAL("was refused at a heartbeat, and its run goes on") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    return store.apply(change) || change instanceof Transition.Heartbeat;
                }
            };
        }
    },
    /** As if heartbeats shared a thread with the trainings. */
    HEARTBEAT_STARVED("lapsed although nothing was wrong") {
        @Override
        public Ticker ticker(Ticker ticker, SimulatedProcess process) {
            return (period, name, work) -> ticker.every(
                    period,
                    name,
                    name.equals("heartbeats")
                            ? () -> {
                                if (process.idle()) {
                                    work.run();
                                }
                            }
                            : work);
        }
    },
    ONE_ARTIFACT_KEY_FOR_ALL("another task's bytes|not the claim's own artifact") {
        private static final String SHARED = "models/model.tasuki";

        @Override
        public ObjectStore objects(ObjectStore store) {
            return new ForwardingObjectStore() {
                @Override
                public ObjectStore store() {
                    return store;
                }

                @Override
                public StoredObject put(String key, InputStream content) throws IOException {
                    return store.put(SHARED, content);
                }
            };
        }

        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    return store.apply(change instanceof Transition.Complete complete ? shared(complete) : change);
                }
            };
        }

        private static Transition shared(Transition.Complete complete) {
            Artifact own = complete.outcome().artifact();
            return new Transition.Complete(
                    complete.id(),
                    complete.epoch(),
                    new Outcome.Completed(
                            new Artifact(SHARED, own.sha256(), own.size()),
                            complete.outcome().metrics()),
                    complete.report());
        }
    },
    LEASE_BY_THE_RESCUERS_CLOCK("before it lapsed") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public List<TaskRow> due(Due due) {
                    return due instanceof Due.Lapsed ? lapsed(store, process) : store.due(due);
                }
            };
        }

        private static List<TaskRow> lapsed(TaskStore store, SimulatedProcess process) {
            return store.list(TaskQuery.newest(1000)).stream()
                    .filter(row -> row.state() == TaskState.TASK_STARTED)
                    .filter(row -> row.lease().until().isBefore(process.clock().instant()))
                    .toList();
        }
    },
    CLAIM_TAKES_WHAT_ANOTHER_HOLDS("before it lapsed") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    boolean done = store.apply(change);
                    if (!done && change instanceof Transition.Claim claim) {
                        store.apply(new Transition.GiveBack(claim.id(), claim.epoch(), Duration.ZERO, false));
                        return store.apply(claim);
                    }
                    return done;
                }
            };
        }
    },
    IDEMPOTENCY_KEY_NOT_UNIQUE("second task|was answered|was taken for another") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public Acceptance accept(NewTask task) {
                    return store.accept(new NewTask(task.id(), task.spec(), null));
                }
            };
        }
    },
    ANSWERED_BEFORE_THE_COMMIT("") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public Acceptance accept(NewTask task) {
                    process.later(5 * VirtualScheduler.SECOND, () -> store.accept(task));
                    return new MemoryTaskStore(process.clock()).accept(task);
                }
            };
        }
    },
    CRASHES_NOT_COUNTED("crashes for the") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public boolean apply(Transition change) {
                    return store.apply(
                            change instanceof Transition.GiveBack back
                                    ? new Transition.GiveBack(back.id(), back.epoch(), back.delay(), false)
                                    : change);
                }
            };
        }
    },
    CANCEL_NOT_READ("its cancel had been asked for") {
        @Override
        public TaskStore tasks(TaskStore store, SimulatedProcess process) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return store;
                }

                @Override
                public Optional<TaskRow> find(TaskId id) {
                    return store.find(id).map(PlantedBug::withoutCancel);
                }

                @Override
                public List<TaskRow> due(Due due) {
                    return due instanceof Due.Cancelling ? List.of() : store.due(due);
                }
            };
        }
    },
    /** A message of a task that another holds is put back instead of dropped. */
    MESSAGE_PUT_BACK_WHILE_CLAIMED("goes round in circles") {
        @Override
        public DeliveryHandler trainings(DeliveryHandler handler, SimulatedProcess process) {
            return delivery -> {
                Settlement settlement = handler.handle(delivery);
                TaskId id = new TaskId(delivery.message().correlationId());
                boolean held = process.knows(id, TaskState.TASK_STARTED);
                return held && settlement.equals(Settlement.ACCEPT)
                        ? new Settlement.Requeue(Duration.ofMillis(100))
                        : settlement;
            };
        }
    },
    REPLY_AWAITED_FOR_EVER("no answer within") {
        @Override
        public Requester.Wait replies(Requester.Wait wait) {
            return (answer, atMost) -> wait.await(answer, Duration.ofDays(1));
        }
    };

    /** What the checker says of it, as a regular expression. */
    final String verdict;

    PlantedBug(String verdict) {
        this.verdict = verdict;
    }

    private static TaskRow withoutCancel(TaskRow row) {
        return new TaskRow(
                row.id(),
                row.seq(),
                row.version(),
                row.spec(),
                row.state(),
                row.lease(),
                false,
                row.finishRequested(),
                row.answerOwed(),
                row.progress(),
                row.times(),
                row.outcome());
    }

    private static Ticker without(String missing, Ticker ticker) {
        return (period, name, work) -> ticker.every(period, name, name.equals(missing) ? () -> {} : work);
    }

    private static TaskStore withoutSilence(TaskStore store) {
        return new ForwardingTaskStore() {
            @Override
            public TaskStore store() {
                return store;
            }

            @Override
            public List<TaskRow> due(Due due) {
                boolean silent = due instanceof Due.Unpublished unpublished
                        && unpublished.silence().compareTo(Duration.ofDays(1)) < 0;
                return silent ? List.of() : store.due(due);
            }
        };
    }
}
