package dev.tasuki.learn.isolation;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.io.IOException;
import java.util.List;

/** Isolation forests as two sections: the rows of each tree and the offset, and the trees. */
final class IsolationCodec implements Codec<IsolationParameters> {
    static final IsolationCodec ONLY = new IsolationCodec();

    private static final String SCALE = "scale";
    private static final String TREES = "trees";

    private IsolationCodec() {}

    @Override
    public String id() {
        return "isolation";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        if (!(fitted instanceof Isolated forest)) {
            throw new IllegalArgumentException("only an isolation forest can be written as one");
        }
        return List.of(
                new Section(SCALE, Integer.BYTES + Double.BYTES, out -> {
                    out.putInt(forest.samples());
                    out.putDouble(forest.offset());
                }),
                new Section(TREES, TreeFormat.lengthOf(forest.trees()), out -> TreeFormat.write(forest.trees(), out)));
    }

    @Override
    public Fitted read(Described<IsolationParameters> described, SectionReader in)
            throws ModelFileException, IOException {
        FormatReader scale = in.begin(SCALE);
        int samples = scale.readInt();
        double offset = scale.readDouble();
        in.end();
        if (samples < 1 || !Double.isFinite(offset)) {
            throw ModelFileException.damaged("its trees have no rows, or its offset is no finite number");
        }
        List<Tree> trees = new TreeFormat(described.features().size(), 1).readAll(in.begin(TREES));
        in.end();
        return new Isolated(described.parameters(), described.features(), new Isolated.Trees(samples, offset, trees));
    }
}
