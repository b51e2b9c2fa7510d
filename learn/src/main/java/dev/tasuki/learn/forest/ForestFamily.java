package dev.tasuki.learn.forest;

import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;

/** What makes the trees of a forest differ, and the learners that grow such forests. */
enum ForestFamily {
    /** Each tree draws its rows, and each split is the best one. */
    RANDOM_FOREST,
    /** Each split is the best of one random split for each feature. */
    EXTRA_TREES,
    /** One tree that sees every row; each split is the best one. */
    SINGLE_TREE;

    Learner<ForestParameters> learner(Kind kind) {
        boolean numbers = kind == Kind.NUMBERS;
        return switch (this) {
            case RANDOM_FOREST -> numbers ? new RandomForestRegressor() : new RandomForestClassifier();
            case EXTRA_TREES -> numbers ? new ExtraTreesRegressor() : new ExtraTreesClassifier();
            case SINGLE_TREE -> numbers ? new DecisionTreeRegressor() : new DecisionTreeClassifier();
        };
    }

    String name(Kind kind) {
        boolean numbers = kind == Kind.NUMBERS;
        return switch (this) {
            case RANDOM_FOREST -> numbers ? RandomForestRegressor.NAME : RandomForestClassifier.NAME;
            case EXTRA_TREES -> numbers ? ExtraTreesRegressor.NAME : ExtraTreesClassifier.NAME;
            case SINGLE_TREE -> numbers ? DecisionTreeRegressor.NAME : DecisionTreeClassifier.NAME;
        };
    }
}
