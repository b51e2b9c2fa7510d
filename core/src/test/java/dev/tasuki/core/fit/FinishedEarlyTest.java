package dev.tasuki.core.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.cost.FitCosts;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.CancelPoller;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.Keeping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real trainings that are asked to finish at any moment, also with a kill between the request and the end: each must
 * have the model of a training of as many trees or rounds as it has.
 */
class FinishedEarlyTest {
    /** How many are tried of each; {@code -Dtasuki.finish.moments=100} tries more. */
    private static final int MOMENTS = Integer.getInteger("tasuki.finish.moments", 6);

    private static final String FOREST = "\"algorithm\":\"RandomForestRegressor\",\"params\":{\"n_estimators\":%d}";
    private static final String EXTRA = "\"algorithm\":\"ExtraTreesRegressor\",\"params\":{\"n_estimators\":%d}";
    private static final String BOOSTING =
            "\"algorithm\":\"HistGradientBoostingRegressor\",\"params\":{\"max_iter\":%d}";
    private static final int ALL = 60;

    private final Map<Integer, byte[]> references = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {FOREST, EXTRA, BOOSTING})
    void whatIsThereAtAnyMomentIsTheModelOfThatNumber(String what) {
        Training whole = new Training(what, "");
        whole.deliver();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < MOMENTS; i++) {
            Training training = new Training(what, "");
            training.finishAt = i == 0 ? 0 : random.nextInt(whole.calls);
            training.deliver();
            training.check(FinishReason.REQUESTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FOREST, BOOSTING})
    void aKillInBetweenChangesNothingButTheNumber(String what) {
        Training whole = new Training(what, "");
        whole.deliver();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < MOMENTS; i++) {
            Training training = new Training(what, "");
            // Before the evaluation, which is a few calls at the end.
            training.killAt = random.nextInt(whole.calls / 2, whole.calls - 10);
            training.elsewhereAt = random.nextInt(whole.calls / 3, training.killAt);
            assertThatThrownBy(training::deliver).isInstanceOf(InternalError.class);
            training.found = 0;
            training.rig.clock.move(Duration.ofSeconds(31));

            training.deliver();

            assertThat(training.row().lease().attempts()).isEqualTo(2);
            assertThat(training.check(FinishReason.REQUESTED)).isEqualTo(Math.max(1, training.found));
        }
    }

    @Test
    void whatIsThereWhenTheTimeIsUpIsKeptIfThatIsRequested() {
        Training whole = new Training(FOREST, "");
        whole.deliver();
        Training training = new Training(FOREST, ",\"timeout_s\":20,\"on_timeout\":\"keep\"");
        training.timeUpAt = whole.calls / 2;

        training.deliver();

        assertThat(training.check(FinishReason.TIMED_OUT)).isLessThan(ALL);
    }

    @Test
    void aRequestThatComesTooLateCutsNothingShort() {
        Training whole = new Training(FOREST, "");
        whole.deliver();
        Training training = new Training(FOREST, "");
        training.finishAt = whole.calls - 1;

        training.deliver();

        assertThat(training.report().path("finished_early").isMissingNode()).isTrue();
        assertThat(training.artifact()).isEqualTo(whole.artifact());
    }

    /** One task, whose runs count how often they are asked anything. */
    private final class Training {
        private final MemoryObjectStore objects = new MemoryObjectStore();
        private final MovableClock trees = new MovableClock();
        private final Rig rig;
        private final CancelPoller poller;
        private final String what;
        private final TaskRow accepted;
        private int calls;
        private int found;
        private int finishAt = -1;
        private int elsewhereAt = -1;
        private int killAt = -1;
        private int timeUpAt = -1;

        Training(String what, String fields) {
            this.what = what;
            Datasets datasets = new Datasets(objects, Keys.STANDARD);
            Checkpoints checkpoints = new Checkpoints(objects, Keys.STANDARD, Duration.ofSeconds(5), trees);
            this.rig = new Rig(
                    new TrainHandler(datasets, this::fit, trees, checkpoints, FitCosts.any(datasets)),
                    objects,
                    Duration.ofSeconds(5));
            this.poller = new CancelPoller(rig.rows, rig.runs, "this process", rig.clock);
            try (InputStream csv = sample()) {
                datasets.put(Datasets.SAMPLE, csv);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.accepted = rig.trainings.submit(request(what, ALL, fields), null);
        }

        private Optional<Learned> fit(
                LocalFitter.Source source, TrainRequest request, RunControl control, PartKeeping keeping) {
            return LocalFitter.alone(1).learn(source, request, new Counted(control), (fingerprint, word) -> {
                Keeping kept = keeping.of(fingerprint, word);
                return new Keeping() {
                    @Override
                    public <T> FinishedParts<T> of(PartFormat<T> format) {
                        return counted(kept.of(format));
                    }
                };
            });
        }

        private <T> FinishedParts<T> counted(FinishedParts<T> kept) {
            return new FinishedParts<>() {
                @Override
                public Optional<T> find(int number) {
                    Optional<T> part = kept.find(number);
                    found += part.isPresent() ? 1 : 0;
                    return part;
                }

                @Override
                public void finished(int number, T part) {
                    kept.finished(number, part);
                }
            };
        }

        private void called() {
            int call = calls++;
            if (call == finishAt) {
                rig.tasks.finish(accepted.id());
            }
            if (call == elsewhereAt) {
                rig.rows.apply(new Transition.Finish(accepted.id()));
            }
            if (call == timeUpAt) {
                rig.clock.move(Duration.ofSeconds(20));
                poller.look();
            }
            if (call == killAt) {
                throw new InternalError("as if the process were killed");
            }
        }

        void deliver() {
            byte[] body = Rig.utf8(accepted.spec().payload());
            Message message = new Message(TaskKind.TRAIN.queue(), body, "c-1", null, null, true, Map.of());
            rig.train.handle(new Delivery(message, 1, () -> {}));
        }

        TaskRow row() {
            return rig.rows.find(accepted.id()).orElseThrow();
        }

        JsonNode report() {
            return Json.stored(rig.rows.report(accepted.id()).orElseThrow());
        }

        byte[] artifact() {
            Outcome.Completed completed = (Outcome.Completed) row().outcome();
            try (ObjectReader reader = objects.open(completed.artifact().key())) {
                return reader.content().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** How many it has, once its model is known to be right. */
        int check(FinishReason reason) {
            JsonNode early = report().path("finished_early");
            int grown = early.path("grown").asInt(ALL);
            assertThat(artifact())
                    .as("%d steps, finish at %d, kill at %d", grown, finishAt + elsewhereAt + 1, killAt)
                    .isEqualTo(references.computeIfAbsent(grown, number -> reference(what, number)));
            if (grown < ALL) {
                assertThat(early.path("by").asText()).isEqualTo(reason.text());
                assertThat(early.path("requested").asInt()).isEqualTo(ALL);
                assertThat(report().path("trees").asInt()).isEqualTo(grown);
            }
            return grown;
        }

        private final class Counted implements RunControl {
            private final RunControl control;

            Counted(RunControl control) {
                this.control = control;
            }

            @Override
            public void report(Progress progress) {
                trees.move(Duration.ofSeconds(1));
                called();
                control.report(progress);
            }

            @Override
            public boolean stopped() {
                called();
                return control.stopped();
            }

            @Override
            public Optional<FinishReason> finishing() {
                called();
                return control.finishing();
            }
        }
    }

    private static TrainRequest request(String what, int number, String fields) {
        return TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", "," + what.formatted(number) + fields + "}")));
    }

    private static InputStream sample() {
        return Datasets.class.getResourceAsStream("diabetes.csv");
    }

    private static byte[] reference(String what, int number) {
        try (InputStream csv = sample()) {
            return LocalFitter.alone(1)
                    .learn(
                            new LocalFitter.Source(Datasets.SAMPLE, "e", csv),
                            request(what, number, ""),
                            RunControl.NONE)
                    .orElseThrow()
                    .artifact();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
