package dev.tasuki.faults.inject;

import dev.tasuki.core.base.ForwardingBroker;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Bugs that delivery systems are known for. The harness must find each of them. */
enum Bug {
    /** The client is told that its task is safe before anything is. */
    ACK_BEFORE_COMMIT {
        @Override
        TaskStore tasks(TaskStore real) {
            DelayedWork delayed = new DelayedWork();
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public Acceptance accept(NewTask task) {
                    delayed.run(() -> real.accept(task));
                    return new Acceptance.Created(UnwrittenRow.row(task));
                }
            };
        }

        @Override
        Broker broker(Broker real) {
            return publishingLater(real);
        }
    },

    /**
     * A run writes under the claim that the row has now, whether it is its own or not. So do heartbeats:
     * otherwise a run that wakes up could learn from them that its claim is lost.
     */
    NO_EPOCH_IN_COMMIT {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public boolean apply(Transition transition) {
                    return real.apply(unfenced(transition, real));
                }
            };
        }
    },

    /** All workers write their model to one file on its way to the store. */
    SHARED_TEMP_FILE {
        @Override
        ObjectStore objects(ObjectStore real) {
            return new SharedTempFile(real);
        }
    },

    /** Nothing keeps two rows from having one idempotency key. */
    NO_UNIQUE_KEY {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public Acceptance accept(NewTask task) {
                    return real.accept(new NewTask(task.id(), task.spec(), null));
                }
            };
        }
    },

    /** A message counts as published once it is on its way. */
    PUBLISH_WITHOUT_CONFIRM {
        @Override
        Broker broker(Broker real) {
            return publishingLater(real);
        }
    },

    /** Whether a claim has lapsed is judged by this machine's clock, not the database's. */
    LEASE_BY_OWN_CLOCK {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public List<TaskRow> due(Due due) {
                    return due instanceof Due.Lapsed ? lapsedByThisClock(real) : real.due(due);
                }
            };
        }
    },

    /** Heartbeats wait for the thread that trains. */
    STARVED_HEARTBEAT {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public boolean apply(Transition transition) {
                    return transition instanceof Transition.Heartbeat || real.apply(transition);
                }
            };
        }
    },

    /** A training reads whatever the dataset is by the time it runs. */
    DATASET_NOT_PINNED {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public Acceptance accept(NewTask task) {
                    return real.accept(unpinned(task));
                }
            };
        }
    },

    /** A request waits for its reply as long as that takes. */
    UNBOUNDED_REPLY_WAIT {
        @Override
        Broker broker(Broker real) {
            return new UnboundedReplyWait(real);
        }
    },

    /** A consumer takes more deliveries than it works on, from a queue that drops what came back too often. */
    PREFETCH_WITH_DELIVERY_LIMIT {
        @Override
        Broker broker(Broker real) {
            return new GreedyPrefetch(real);
        }
    },

    /** An fsync that failed is tried again, and the second answer is trusted. */
    FSYNC_TRIED_AGAIN {
        @Override
        ObjectStore objects(ObjectStore real) {
            return new FailingDisk(real);
        }
    },

    /** What was accepted but not published is left lying. */
    NO_RELAY {
        @Override
        TaskStore tasks(TaskStore real) {
            return new ForwardingTaskStore() {
                @Override
                public TaskStore store() {
                    return real;
                }

                @Override
                public List<TaskRow> due(Due due) {
                    return due instanceof Due.Unpublished ? List.of() : real.due(due);
                }
            };
        }
    };

    TaskStore tasks(TaskStore real) {
        return real;
    }

    Broker broker(Broker real) {
        return real;
    }

    ObjectStore objects(ObjectStore real) {
        return real;
    }

    private static Broker publishingLater(Broker real) {
        DelayedWork delayed = new DelayedWork();
        return new ForwardingBroker() {
            @Override
            public Broker broker() {
                return real;
            }

            @Override
            public void publish(Message message) {
                if (message.queue().equals(TaskKind.TRAIN.queue())) {
                    delayed.run(() -> real.publish(message));
                } else {
                    real.publish(message);
                }
            }
        };
    }

    private static List<TaskRow> lapsedByThisClock(TaskStore real) {
        TaskQuery started = TaskQuery.newest(TaskFilter.of(Set.of(TaskState.TASK_STARTED)), 1000);
        return real.list(started).stream()
                .filter(row -> {
                    Instant until = row.lease().until();
                    return until != null && until.isBefore(Instant.now());
                })
                .toList();
    }

    private static Transition unfenced(Transition write, TaskStore real) {
        return switch (write) {
            case Transition.Complete done ->
                new Transition.Complete(done.id(), holder(done, real), done.outcome(), done.report(), done.algorithm());
            case Transition.Heartbeat beat ->
                new Transition.Heartbeat(beat.id(), holder(beat, real), beat.lease(), beat.progress());
            default -> write;
        };
    }

    private static long holder(Transition write, TaskStore real) {
        return real.find(write.id()).orElseThrow().lease().epoch();
    }

    private static NewTask unpinned(NewTask task) {
        return new NewTask(task.id(), task.spec().pinned(null), task.idempotency());
    }
}
