package dev.tasuki.learn.registry;

import dev.tasuki.learn.boost.HistGradientBoostingClassifier;
import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.dummy.DummyClassifier;
import dev.tasuki.learn.dummy.DummyRegressor;
import dev.tasuki.learn.forest.ExtraTreesClassifier;
import dev.tasuki.learn.forest.ExtraTreesRegressor;
import dev.tasuki.learn.forest.RandomForestClassifier;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.linear.LogisticRegression;
import dev.tasuki.learn.linear.Ridge;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.List;
import java.util.Map;

/**
 * The learners among which the best of a table is looked for, where nobody names one: unlike each other, with
 * scikit-learn's defaults. The quickest stand first, so that there is something to choose from when time is short.
 */
public final class Portfolio {
    private static final Map<String, Object> SEED = Map.of("random_state", 42);

    private static final List<ConfiguredLearner<?>> NUMBERS = List.of(
            plain(new DummyRegressor()),
            plain(new Ridge()),
            seeded(new HistGradientBoostingRegressor()),
            seeded(new ExtraTreesRegressor()),
            seeded(new RandomForestRegressor()));

    private static final List<ConfiguredLearner<?>> CLASSES = List.of(
            plain(new DummyClassifier()),
            plain(new LogisticRegression()),
            seeded(new HistGradientBoostingClassifier()),
            seeded(new ExtraTreesClassifier()),
            seeded(new RandomForestClassifier()));

    private Portfolio() {}

    /** Those of a kind that has a target. */
    public static List<ConfiguredLearner<?>> of(Kind kind) {
        return switch (kind) {
            case NUMBERS -> NUMBERS;
            case CLASSES -> CLASSES;
            case ANOMALY -> throw new IllegalArgumentException("without a target nothing is the best");
        };
    }

    private static ConfiguredLearner<?> plain(Learner<?> learner) {
        return ConfiguredLearner.of(learner, Map.of());
    }

    private static ConfiguredLearner<?> seeded(Learner<?> learner) {
        return ConfiguredLearner.of(learner, SEED);
    }
}
