package dev.tasuki.core.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.run.RunControl;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A trainer in this process, for tests and simulations: a function has the place of somebody else's program. */
public final class MemoryTrainer implements Trainer {
    private final String algorithm;
    private final BiFunction<TrainerCall, RunControl, JsonNode> program;

    /**
     * A trainer of one algorithm.
     *
     * @param program answers, or throws as {@link Trainer#train} does
     */
    public MemoryTrainer(String algorithm, BiFunction<TrainerCall, RunControl, JsonNode> program) {
        this.algorithm = algorithm;
        this.program = program;
    }

    @Override
    public boolean takes(String asked) {
        return algorithm.equals(asked);
    }

    @Override
    public List<String> offers() {
        return List.of(algorithm);
    }

    @Override
    public Optional<JsonNode> train(TrainerCall call, RunControl control) {
        JsonNode answer = program.apply(call, control);
        return control.stopped() ? Optional.empty() : Optional.of(answer);
    }
}
