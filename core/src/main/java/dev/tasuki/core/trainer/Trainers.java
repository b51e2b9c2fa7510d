package dev.tasuki.core.trainer;

import dev.tasuki.core.request.Algorithms;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The programs of others that trainings may be given to. Thread-safe if they are. */
public record Trainers(List<Trainer> all) {
    /** Trainings are done by our own algorithms alone. */
    public static final Trainers NONE = new Trainers(List.of());

    public Trainers {
        all = List.copyOf(all);
    }

    /** Who has this algorithm; empty if nobody has. */
    public Optional<Trainer> of(String algorithm) {
        return all.stream().filter(trainer -> trainer.takes(algorithm)).findFirst();
    }

    /** Throws {@link InvalidRequest} if the request names an algorithm of somebody else that nobody here has. */
    public void check(TrainRequest request) {
        if (!request.delegated() || of(request.algorithmName()).isPresent()) {
            return;
        }
        List<String> names = new ArrayList<>(Algorithms.names());
        all.forEach(trainer -> names.addAll(trainer.offers()));
        List<String> quoted =
                new ArrayList<>(names.stream().map(name -> "'" + name + "'").toList());
        String last = quoted.removeLast();
        throw InvalidRequest.field(new FieldProblem(
                "literal_error",
                List.of("body", "algorithm"),
                "Input should be " + String.join(", ", quoted) + " or " + last
                        + "; tasks of others are allowed by --celery-trainers",
                ShownValue.shortened(request.algorithmName())));
    }
}
