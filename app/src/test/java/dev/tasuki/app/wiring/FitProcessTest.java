package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.app.settings.Settings.LogLevel;
import dev.tasuki.core.cost.FitBounds;
import dev.tasuki.core.data.Datasets;
import dev.tasuki.core.fit.IsolatedFitter;
import dev.tasuki.core.fit.Learned;
import dev.tasuki.core.fit.LocalFitter;
import dev.tasuki.core.fit.PartKeeping;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.WorkerDied;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Forests that grow in processes of their own. Real ones are started. */
class FitProcessTest {
    private static final FitProcess CHILDREN =
            new FitProcess(new FitBounds(100L << 20, 1_000, 2), LogLevel.WARN, LogFormat.LINE, Optional.empty());

    @Test
    void makesTheSameArtifactAsInThisProcess() throws IOException {
        List<String> stages = Collections.synchronizedList(new ArrayList<>());
        RunControl control = new RunControl() {
            @Override
            public void report(Progress progress) {
                stages.add(progress.stage());
            }

            @Override
            public boolean stopped() {
                return false;
            }
        };

        Learned isolated = learn(CHILDREN, "", control).orElseThrow();

        Learned here;
        try (InputStream csv = sample()) {
            here = LocalFitter.alone(1)
                    .learn(new LocalFitter.Source(Datasets.SAMPLE, "e", csv), request(""), RunControl.NONE)
                    .orElseThrow();
        }
        assertThat(isolated.artifact()).isEqualTo(here.artifact());
        assertThat(isolated.metrics()).isEqualTo(here.metrics());
        assertThat(isolated.metrics().get("rmse").doubleValue()).isEqualTo(53.03900735084424);
        // Read from JSON, a small number is an int.
        assertThat(isolated.report().get("dataset"))
                .hasToString(here.report().get("dataset").toString());
        assertThat(stages).contains("reading", "fitting");
    }

    @Test
    void aProcessWithoutMemoryEndsItsTrainingAlone() {
        // Bounds that let the training begin, and a heap that does not let it end.
        List<String> command = new ArrayList<>(
                new FitProcess(new FitBounds(8L << 30, 1_000, 2), LogLevel.WARN, LogFormat.LINE, Optional.empty())
                        .command());
        command.replaceAll(part -> part.startsWith("-Xmx") ? "-Xmx24m" : part);

        assertThatThrownBy(() -> learn(
                        () -> new ProcessBuilder(command).start(),
                        "\"n_estimators\":100000,\"max_depth\":null",
                        RunControl.NONE))
                .asInstanceOf(type(InvalidRequest.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY))
                .extracting(InvalidRequest::detail)
                .asString()
                .startsWith("the training needed more memory than the 100 MB that its process had");
    }

    @Test
    void aProcessThatIsKilledHasUsedAnAttempt() {
        IsolatedFitter.Children killed = () -> {
            Process child = CHILDREN.start();
            child.destroyForcibly();
            return child;
        };

        assertThatThrownBy(() -> learn(killed, "", RunControl.NONE))
                .isInstanceOf(WorkerDied.class)
                .hasMessageMatching(
                        "the process of this training, \\d+, was killed by signal 9 before it had a result");
    }

    @Test
    void aRunThatIsToldToStopEndsItsProcess() throws Exception {
        List<Process> started = new ArrayList<>();
        IsolatedFitter.Children noted = () -> {
            started.add(CHILDREN.start());
            return started.getFirst();
        };
        RunControl stops = new RunControl() {
            private volatile boolean stop;

            @Override
            public void report(Progress progress) {
                stop = true;
            }

            @Override
            public boolean stopped() {
                return stop;
            }
        };

        assertThat(learn(noted, "\"n_estimators\":50000", stops)).isEmpty();
        assertThat(started.getFirst().waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aRunThatIsToldToFinishEndsItsProcessWithItsModel() throws IOException {
        RunControl finishes = new RunControl() {
            private volatile boolean fitting;

            @Override
            public void report(Progress progress) {
                fitting |= progress.stage().equals("fitting");
            }

            @Override
            public boolean stopped() {
                return false;
            }

            @Override
            public Optional<FinishReason> finishing() {
                return fitting ? Optional.of(FinishReason.TIMED_OUT) : Optional.empty();
            }
        };

        Learned isolated = learn(CHILDREN, "\"n_estimators\":30000", finishes).orElseThrow();

        assertThat(isolated.report().at("/finished_early/by").textValue()).isEqualTo("timeout");
        assertThat(isolated.report().at("/finished_early/requested").intValue()).isEqualTo(30_000);
        int grown = isolated.report().at("/finished_early/grown").intValue();
        assertThat(grown).isLessThan(30_000);
        try (InputStream csv = sample()) {
            LocalFitter.Source source = new LocalFitter.Source(Datasets.SAMPLE, "e", csv);
            assertThat(LocalFitter.alone(2)
                            .learn(source, request("\"n_estimators\":" + grown), RunControl.NONE)
                            .orElseThrow()
                            .artifact())
                    .isEqualTo(isolated.artifact());
        }
    }

    @Test
    void aProcessWhoseParentIsGoneEnds() throws Exception {
        Process child = CHILDREN.start();

        child.getOutputStream().close();

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isNotZero();
    }

    private static Optional<Learned> learn(IsolatedFitter.Children children, String params, RunControl control)
            throws IOException {
        try (InputStream csv = sample()) {
            return new IsolatedFitter(children, 100L << 20)
                    .learn(
                            new LocalFitter.Source(Datasets.SAMPLE, "e", csv),
                            request(params),
                            control,
                            PartKeeping.NONE);
        }
    }

    private static TrainRequest request(String params) {
        return TrainRequest.parseMessage("""
                {"model_id":"m","dataset_id":"diabetes","target":"target","params":{%s},
                 "features":["age","bmi","bp",
                  "s1","s2","s3","s4","s5","s6"]}""".formatted(params).getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream sample() {
        return Objects.requireNonNull(Datasets.class.getResourceAsStream("diabetes.csv"));
    }
}
