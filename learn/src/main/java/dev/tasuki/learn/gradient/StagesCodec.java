package dev.tasuki.learn.gradient;

import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.io.IOException;
import java.util.List;

/** Models boosted stage by stage as two sections: the start value, and the trees. */
final class StagesCodec implements Codec<GradientParameters> {
    static final StagesCodec OF_BOTH = new StagesCodec();

    private static final String START = "start";
    private static final String TREES = "trees";

    private StagesCodec() {}

    @Override
    public String id() {
        return "stages";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        StagedTrees model = switch (fitted) {
            case StagedRegressor of -> of.model();
            case StagedClassifier of -> of.model();
            default ->
                throw new IllegalArgumentException("only a model boosted stage by stage can be written as stages");
        };
        return List.of(
                new Section(START, Double.BYTES, out -> out.putDouble(model.start())),
                new Section(TREES, TreeFormat.lengthOf(model.trees()), out -> TreeFormat.write(model.trees(), out)));
    }

    @Override
    public Fitted read(Described<GradientParameters> described, SectionReader in)
            throws ModelFileException, IOException {
        double start = in.begin(START).readDouble();
        in.end();
        if (!Double.isFinite(start)) {
            throw ModelFileException.damaged("its predictions begin with no finite number");
        }
        List<Tree> trees = new TreeFormat(described.features().size(), 1).readAll(in.begin(TREES));
        in.end();
        StagedTrees model = new StagedTrees(described.parameters(), described.features(), start, trees);
        if (described.classes().isEmpty()) {
            return new StagedRegressor(model);
        }
        if (described.classes().get().size() != 2) {
            throw ModelFileException.damaged("it has other than the two classes that it can tell apart");
        }
        return new StagedClassifier(model, described.classes().get());
    }
}
