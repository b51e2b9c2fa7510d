package dev.tasuki.learn.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.golden.DebianPython;
import dev.tasuki.learn.onnx.Tables;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/read_model.py}, which knows only the page about the format, predicts what Tasuki predicts. */
@Tag("backend")
class PythonReaderTest {
    private static final Path SCRIPT = Path.of("../docs/read_model.py");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPython() throws Exception {
        DebianPython.require("json", "python3");
    }

    private void check(Model model, Tables table, String what) throws Exception {
        Path file = folder.resolve("model.tasuki");
        Files.write(file, ModelFile.bytes(model));
        DebianPython.Run run = DebianPython.run(List.of(SCRIPT.toString(), file.toString()), table.json());
        assertThat(run.status()).as(what + ": " + run.output()).isZero();
        List<Double> expected = new ArrayList<>();
        Map<String, List<?>> answers = Tables.answers(model, table.cells());
        answers.getOrDefault("prediction", List.of()).forEach(value -> expected.add((Double) value));
        answers.getOrDefault("probabilities", List.of())
                .forEach(row -> ((List<?>) row).forEach(value -> expected.add((Double) value)));
        String numbers = run.output().substring(run.output().indexOf("\"answers\":") + 10);
        List<Double> seen = new ArrayList<>();
        for (String number : numbers.replaceAll("[\\[\\]} ]", "").split(",")) {
            seen.add(Double.valueOf(number));
        }
        assertThat(seen).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i))
                    .as(what + ", number " + i)
                    .isCloseTo(expected.get(i), Offset.offset(1e-12 * Math.max(1, Math.abs(expected.get(i)))));
        }
    }

    private static List<Integer> classes(Learner<?> learner) {
        if (learner.kind() != Kind.CLASSES) {
            return List.of(0);
        }
        return learner.name().equals("GradientBoostingClassifier") ? List.of(2) : List.of(2, 3);
    }

    /** Half of the models have categories as they come, half a column for each. */
    @Test
    void predictsWithTheFilesOfEveryFormatThatItKnows() throws Exception {
        Preparation columns =
                new Preparation(false, Treatment.AUTO, Map.of("city", Tables.categories(Treatment.Categories.ONE_HOT)));
        Tables numbers = Tables.numbers();
        Tables mixed = Tables.mixed();
        int checked = 0;
        for (Learner<?> learner : Learners.ALL) {
            if (learner.name().startsWith("Dummy") || learner.kind() == Kind.ANOMALY) {
                continue;
            }
            int few = classes(learner).getFirst();
            check(numbers.model(learner, Tables.few(learner), Preparation.AUTO, few), numbers, learner.name());
            for (int of : classes(learner)) {
                Preparation way = checked++ % 2 == 0 ? Preparation.AUTO : columns;
                check(mixed.model(learner, Tables.few(learner), way, of), mixed, learner.name() + " of gaps, " + of);
            }
        }
        assertThat(checked).isGreaterThan(15);
    }

    @Test
    void refusesADamagedFile() throws Exception {
        Tables table = Tables.numbers();
        byte[] bytes =
                ModelFile.bytes(table.model(Learners.named("Ridge").orElseThrow(), Map.of(), Preparation.AUTO, 0));
        bytes[bytes.length - 40] ^= 1;
        Path file = folder.resolve("damaged.tasuki");
        Files.write(file, bytes);

        DebianPython.Run run = DebianPython.run(List.of(SCRIPT.toString(), file.toString()), "[]");

        assertThat(run.status()).isNotZero();
        assertThat(run.output()).contains("damaged");
    }
}
