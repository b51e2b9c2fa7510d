package dev.tasuki.core.simulation;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.run.Product;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.run.Work;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A training that takes as long and ends as its request's name says; reading and pinning are the real
 * thing. The artifact depends on the task alone, as that of a real training does.
 */
final class ScriptedTraining implements Work {
    private final VirtualScheduler scheduler;
    private final SimulatedProcess process;
    private final InvariantChecker checker;
    private final Work real;
    private final ObjectStore objects;

    ScriptedTraining(
            VirtualScheduler scheduler,
            SimulatedProcess process,
            InvariantChecker checker,
            Work real,
            ObjectStore objects) {
        this.scheduler = scheduler;
        this.process = process;
        this.checker = checker;
        this.real = real;
        this.objects = objects;
    }

    /** How a training ends if nothing else happens. */
    enum End {
        MODEL,
        /** The dataset cannot be learned from. */
        BAD_DATASET,
        /** A defect of the program. */
        DEFECT,
        /** It kills its process, every time. */
        POISON,
        /** It runs out of memory, every time, and the process survives. */
        OUT_OF_MEMORY
    }

    static final class OutOfMemory extends Error {
        private static final long serialVersionUID = 1L;

        OutOfMemory() {
            super("simulated", null, false, false);
        }
    }

    /**
     * A request's name that says how it goes.
     *
     * @param ticks how often it asks whether it should stop
     * @param millis between them
     * @param last milliseconds after the last tick, in which it does not ask any more
     */
    record Script(int ticks, long millis, long last, End end) {
        String name() {
            return ticks + " ticks of " + millis + " ms and " + last + " ms more, then " + end;
        }

        static Script of(String name) {
            String[] words = name.split(" ");
            return new Script(
                    Integer.parseInt(words[0]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[6]),
                    End.valueOf(words[10]));
        }
    }

    /** The only right bytes for this task. */
    static byte[] artifact(TaskId id) {
        return ("the model of task " + id + "\n").repeat(3).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public NewTask read(byte[] body) {
        return real.read(body);
    }

    @Override
    public NewTask pin(NewTask read) {
        return real.pin(read);
    }

    @Override
    public Optional<Product> run(TaskRow row, RunControl control) {
        TrainRequest request = TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8));
        Script script = Script.of(request.name());
        Run run = (Run) control;
        scheduler.note("run of " + row.id() + " e" + run.epoch() + " begins: " + script.name());
        try (ObjectReader dataset = objects.open(Keys.STANDARD.dataset(request.dataset()))) {
            dataset.content().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int tick = 1; tick <= script.ticks; tick++) {
            scheduler.sleep(script.millis * VirtualScheduler.MILLI);
            if (control.stopped()) {
                scheduler.note("run of " + row.id() + " e" + run.epoch() + " stops");
                return Optional.empty();
            }
            checker.works(process, run);
            control.report(new Progress((double) tick / script.ticks, "fitting", "tick " + tick));
        }
        scheduler.sleep(script.last * VirtualScheduler.MILLI);
        return Optional.of(end(row, script, run));
    }

    private Product end(TaskRow row, Script script, Run run) {
        switch (script.end) {
            case MODEL -> {}
            case BAD_DATASET -> throw InvalidRequest.content(RefusalCode.INVALID_DATASET, "simulated: line 3");
            case DEFECT -> throw new ArithmeticException("simulated");
            case POISON -> {
                checker.crashes(run);
                process.die("poisoned by " + row.id());
            }
            case OUT_OF_MEMORY -> {
                checker.crashes(run);
                throw new OutOfMemory();
            }
        }
        return new Product(artifact(row.id()), "{\"rmse\":1.0}", "{}", List.of());
    }
}
