package dev.tasuki.learn.gradient;

import dev.tasuki.learn.tree.Tree;
import java.util.List;

/** A model boosted stage by stage. Immutable and safe to share. */
public sealed interface Staged permits StagedRegressor, StagedClassifier {
    /** What predictions begin with. */
    double start();

    /** The trees in their order; the learning rate is not in their values. */
    List<Tree> trees();
}
