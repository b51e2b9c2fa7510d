package dev.tasuki.learn.forest;

import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Forests as one section, their trees. */
final class ForestCodec implements Codec<ForestParameters> {
    static final ForestCodec OF_FORESTS = new ForestCodec();

    private static final String TREES = "trees";

    private ForestCodec() {}

    @Override
    public String id() {
        return TREES;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        if (!(fitted instanceof Forest forest)) {
            throw new IllegalArgumentException("only a forest can be written as trees");
        }
        List<Tree> trees =
                IntStream.range(0, forest.nTrees()).mapToObj(forest::tree).toList();
        return List.of(new Section(TREES, TreeFormat.lengthOf(trees), out -> TreeFormat.write(trees, out)));
    }

    @Override
    public Fitted read(Described<ForestParameters> described, SectionReader in) throws ModelFileException, IOException {
        int values = described.classes().map(classes -> classes.size()).orElse(1);
        List<Tree> trees = new TreeFormat(described.features().size(), values).readAll(in.begin(TREES));
        in.end();
        ForestParameters parameters = described.parameters();
        return described.classes().isPresent()
                ? new ClassificationForest(
                        parameters, described.features(), described.classes().get(), trees, described.oobScore())
                : new RegressionForest(parameters, described.features(), trees, described.oobScore());
    }
}
