package dev.tasuki.core.request;

import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Shape;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be trained, as front ends need to know it: every learner of the list with its parameters. */
public final class Algorithms {
    /** What stands for the best of several. */
    public static final String AUTO = AlgorithmField.AUTO;

    private static final List<Algorithm> ALL =
            Learners.ALL.stream().map(Algorithms::of).toList();
    private static final Set<String> NAMES = parameterNames();
    private static final List<Described> PARAMETERS = described();

    private Algorithms() {}

    /**
     * One of them.
     *
     * @param name scikit-learn's class name
     * @param predicts {@code number}, {@code class}, or {@code score}: how unlike the others a row is
     * @param takes what it can do with beyond complete numbers: {@code missing}, {@code categories}, or
     *     {@code one_hot}: a number for each category
     * @param equality how near to scikit-learn's its models are: {@code exact}, a relative difference, {@code own}
     */
    public record Algorithm(
            String name, String predicts, List<String> takes, String equality, List<Described> parameters) {
        public Algorithm {
            takes = List.copyOf(takes);
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter.
     *
     * @param type {@code integer}, {@code number}, {@code boolean}, {@code string}; empty: of more than one type
     * @param words that it takes; empty: it takes none, or cannot be told by them alone
     * @param allowed what it takes, in words
     * @param usual its value when a request leaves it out
     * @param description one sentence
     * @param of the algorithms that have it; empty: all
     */
    public record Described(
            String name,
            String type,
            boolean nullable,
            @Nullable Number minimum,
            @Nullable Number maximum,
            List<String> words,
            String allowed,
            @Nullable Object usual,
            String description,
            List<String> of) {
        public Described {
            words = List.copyOf(words);
            of = List.copyOf(of);
        }
    }

    /** All, in the order of the list. */
    public static List<Algorithm> all() {
        return ALL;
    }

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Algorithm::name).toList();
    }

    /** The names of those that find anomalies: they have no target. */
    public static List<String> ofAnomalies() {
        return Learners.ALL.stream()
                .filter(learner -> learner.kind() == Kind.ANOMALY)
                .map(Learner::name)
                .toList();
    }

    /** Every parameter that one of them has, by name once. */
    public static List<Described> parameters() {
        return PARAMETERS;
    }

    /** The names of all parameters. */
    static Set<String> namesOfParameters() {
        return NAMES;
    }

    private static Algorithm of(Learner<?> learner) {
        return new Algorithm(
                learner.name(),
                switch (learner.kind()) {
                    case NUMBERS -> "number";
                    case CLASSES -> "class";
                    case ANOMALY -> "score";
                },
                learner.takes().stream()
                        .sorted()
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList(),
                learner.equality().text(),
                learner.parameters().parameters().stream()
                        .<Described>map(parameter -> described(parameter, List.of()))
                        .toList());
    }

    private static <T> Described described(Parameter<T> parameter, List<String> of) {
        Shape shape = parameter.type().shape();
        return new Described(
                parameter.name(),
                switch (shape.form()) {
                    case INTEGER -> "integer";
                    case NUMBER -> "number";
                    case BOOLEAN -> "boolean";
                    case WORD -> "string";
                    case ANY -> "";
                },
                shape.nullable(),
                shape.minimum(),
                shape.maximum(),
                shape.words(),
                parameter.type().allowed(),
                Schema.publishedOf(parameter),
                parameter.says(),
                of);
    }

    private static Set<String> parameterNames() {
        Set<String> names = new LinkedHashSet<>();
        // Of the usual classifier first: it has what the usual regressor has, and the seed stands last.
        Learners.USUAL
                .reversed()
                .forEach(learner -> names.addAll(learner.parameters().names()));
        Learners.ALL.forEach(learner -> names.addAll(learner.parameters().names()));
        return names;
    }

    private static List<Described> described() {
        List<Described> all = new ArrayList<>();
        for (String name : NAMES) {
            List<Described> same = new ArrayList<>();
            List<String> of = new ArrayList<>();
            for (Algorithm algorithm : ALL) {
                algorithm.parameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .forEach(parameter -> {
                            same.add(parameter);
                            of.add(algorithm.name());
                        });
            }
            all.add(merged(same, of.size() == ALL.size() ? List.of() : of));
        }
        return all;
    }

    /** A parameter of several algorithms: what differs between them is left open, or said of each. */
    private static Described merged(List<Described> same, List<String> of) {
        Described first = same.getFirst();
        boolean oneType = same.stream().map(Described::type).distinct().count() == 1;
        boolean oneUsual = same.stream().map(Described::usual).distinct().count() == 1;
        return new Described(
                first.name(),
                oneType ? first.type() : "",
                same.stream().anyMatch(Described::nullable),
                first.minimum(),
                first.maximum(),
                same.stream().flatMap(one -> one.words().stream()).distinct().toList(),
                first.allowed(),
                oneUsual ? first.usual() : null,
                String.join(
                        "; ",
                        same.stream().map(Described::description).distinct().toList()),
                of);
    }
}
