package dev.tasuki.learn.registry;

import dev.tasuki.learn.boost.HistGradientBoostingClassifier;
import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.dummy.DummyClassifier;
import dev.tasuki.learn.dummy.DummyRegressor;
import dev.tasuki.learn.forest.DecisionTreeClassifier;
import dev.tasuki.learn.forest.DecisionTreeRegressor;
import dev.tasuki.learn.forest.ExtraTreesClassifier;
import dev.tasuki.learn.forest.ExtraTreesRegressor;
import dev.tasuki.learn.forest.RandomForestClassifier;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.gradient.GradientBoostingClassifier;
import dev.tasuki.learn.gradient.GradientBoostingRegressor;
import dev.tasuki.learn.isolation.IsolationForest;
import dev.tasuki.learn.linear.LinearRegression;
import dev.tasuki.learn.linear.LogisticRegression;
import dev.tasuki.learn.linear.Ridge;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every learner there is, those of this program before those that were added. The first of each kind is what a target
 * chooses where nobody names an algorithm.
 *
 * <p>Example: {@code Learners.named("RandomForestRegressor").orElseThrow().parameters().names()}.
 */
public final class Learners {
    /** A learner more of this program is a line here. */
    private static final List<Learner<?>> OURS = List.of(
            new RandomForestRegressor(),
            new RandomForestClassifier(),
            new ExtraTreesRegressor(),
            new ExtraTreesClassifier(),
            new HistGradientBoostingRegressor(),
            new HistGradientBoostingClassifier(),
            new GradientBoostingRegressor(),
            new GradientBoostingClassifier(),
            new DecisionTreeRegressor(),
            new DecisionTreeClassifier(),
            new LinearRegression(),
            new Ridge(),
            new LogisticRegression(),
            new IsolationForest(),
            new DummyRegressor(),
            new DummyClassifier());

    /** All. */
    public static final List<Learner<?>> ALL = Stream.<Learner<?>>concat(
                    OURS.stream(), AddedLearners.all().stream().map(AddedLearners.Added::learner))
            .toList();

    /** What a target chooses from: the first of each kind that has one. */
    public static final List<Learner<?>> USUAL = List.of(usual(Kind.NUMBERS), usual(Kind.CLASSES));

    private static final Map<Kind, Learner<?>> BASELINES =
            Map.of(Kind.NUMBERS, new DummyRegressor(), Kind.CLASSES, new DummyClassifier());

    private Learners() {}

    /** What every learner of a kind with a target is compared with: it looks at no feature. */
    public static Learner<?> baseline(Kind kind) {
        return Objects.requireNonNull(BASELINES.get(kind), "every kind has one");
    }

    /** The learner of exactly this name. */
    public static Optional<Learner<?>> named(String name) {
        for (Learner<?> learner : ALL) {
            if (learner.name().equals(name)) {
                return Optional.of(learner);
            }
        }
        return Optional.empty();
    }

    /** The one of the other kind that is most like a learner: of its name, or else the usual one. */
    public static Learner<?> counterpart(Learner<?> learner) {
        boolean numbers = learner.kind() == Kind.NUMBERS;
        String name = numbers
                ? learner.name().replace("Regressor", "Classifier")
                : learner.name().replace("Classifier", "Regressor");
        Kind other = numbers ? Kind.CLASSES : Kind.NUMBERS;
        return named(name).filter(found -> found.kind() == other).orElseGet(() -> usual(other));
    }

    /** The first of a kind. */
    public static Learner<?> usual(Kind kind) {
        return ALL.stream()
                .filter(learner -> learner.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
