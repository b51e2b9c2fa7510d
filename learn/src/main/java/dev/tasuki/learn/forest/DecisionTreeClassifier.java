package dev.tasuki.learn.forest;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.TargetChecks;
import dev.tasuki.learn.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Fits one tree that predicts classes, equal to scikit-learn's {@code DecisionTreeClassifier} with
 * {@code splitter="best"} bit for bit.
 */
public final class DecisionTreeClassifier implements Learner<ForestParameters> {
    static final String NAME = "DecisionTreeClassifier";
    private static final Schema<ForestParameters> SCHEMA = DecisionTreeRegressor.schema(
            Kind.CLASSES, NAME, List.of(TreeSchema.weights(List.of(ClassWeight.BALANCED))));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Kind kind() {
        return Kind.CLASSES;
    }

    @Override
    public Schema<ForestParameters> parameters() {
        return SCHEMA;
    }

    @Override
    public Set<Takes> takes() {
        return Set.of();
    }

    @Override
    public Equality equality() {
        return new Equality.Exact();
    }

    @Override
    public Steps steps(ForestParameters parameters) {
        return new Steps(1, "tree", "");
    }

    @Override
    public Effort effort(ForestParameters parameters, FitSize size) {
        return DecisionTreeRegressor.effortOf(parameters, size);
    }

    @Override
    public void requireFeatures(ForestParameters parameters, int features) {
        parameters.maxFeatures().among(features);
    }

    @Override
    public Fitted fit(Rows rows, Target target, ForestParameters parameters, FitContext context) {
        FeatureMatrix x = rows.asFloats();
        ClassTarget y = target.classes();
        TargetChecks.requireSameRows(x.rows(), y.rows());
        int[] once = new int[y.rows()];
        Arrays.fill(once, 1);
        Tree tree = DecisionTreeRegressor.grow(
                () -> TreeGrower.ofClasses(
                        x.shared(),
                        new TreeGrower.Classes(y.codes(), y.labels().size()),
                        parameters.classWeight() == ClassWeight.NONE,
                        parameters.limits(x, context.budget()),
                        context.listener()::cancelled),
                RowWeights.of(parameters.classWeight(), y, false).of(once),
                parameters,
                context);
        return new ClassificationForest(parameters, x.names(), y.labels(), List.of(tree), OptionalDouble.empty());
    }

    @Override
    public Codec<ForestParameters> codec() {
        return ForestCodec.OF_FORESTS;
    }
}
