package dev.tasuki.learn.boost;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.tree.TreeShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The trees of one round as bytes: of each tree its number of nodes, then one array after the other. Reading checks
 * that they are trees. Where trees may split by categories, the nodes that do so follow with their codes.
 *
 * @param features features of the rows that they split
 * @param trees trees of a round
 * @param categories whether trees may split by categories
 */
record RoundFormat(int features, int trees, boolean categories) implements PartFormat<List<BoostTree>> {
    private static final int BYTES_PER_NODE = 4 * Integer.BYTES + 3 * Double.BYTES + 1;
    private static final int BYTES_PER_SPLIT = Integer.BYTES + 8 * Long.BYTES;

    @Override
    public long length(List<BoostTree> round) {
        return round.stream()
                .mapToLong(tree -> Integer.BYTES
                        + (long) tree.nodes() * BYTES_PER_NODE
                        + (categories ? Integer.BYTES + (long) splits(tree) * BYTES_PER_SPLIT : 0))
                .sum();
    }

    @Override
    public void write(List<BoostTree> round, FormatWriter out) throws IOException {
        for (BoostTree tree : round) {
            write(tree, out);
            if (categories) {
                writeCategories(tree, out);
            }
        }
    }

    private static int splits(BoostTree tree) {
        int splits = 0;
        for (int node = 0; node < tree.nodes(); node++) {
            splits += tree.categories(node).isPresent() ? 1 : 0;
        }
        return splits;
    }

    private static void writeCategories(BoostTree tree, FormatWriter out) throws IOException {
        out.putInt(splits(tree));
        for (int node = 0; node < tree.nodes(); node++) {
            CategorySplit split = tree.categories(node).orElse(null);
            if (split != null) {
                out.putInt(node);
                write(split.left(), out);
                write(split.known(), out);
            }
        }
    }

    private static void write(CodeSet codes, FormatWriter out) throws IOException {
        out.putLong(codes.word0());
        out.putLong(codes.word1());
        out.putLong(codes.word2());
        out.putLong(codes.word3());
    }

    private static CodeSet readCodes(FormatReader in) throws ModelFileException, IOException {
        return new CodeSet(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private void write(BoostTree tree, FormatWriter out) throws IOException {
        if (!categories && tree.splitsByCategories()) {
            throw new IllegalArgumentException("a tree that splits by categories needs a format that has them");
        }
        int nodes = tree.nodes();
        out.putInt(nodes);
        for (int node = 0; node < nodes; node++) {
            out.putInt(tree.left(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putInt(tree.right(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putInt(tree.feature(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putInt(tree.rows(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putDouble(tree.threshold(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putDouble(tree.gain(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putDouble(tree.value(node));
        }
        for (int node = 0; node < nodes; node++) {
            out.putByte(tree.missingLeft(node) ? 1 : 0);
        }
    }

    @Override
    public List<BoostTree> read(FormatReader in) throws ModelFileException, IOException {
        List<BoostTree> round = new ArrayList<>();
        for (int k = 0; k < trees; k++) {
            round.add(readTree(in));
        }
        return List.copyOf(round);
    }

    private BoostTree readTree(FormatReader in) throws ModelFileException, IOException {
        int nodes = in.readInt();
        if (nodes < 1 || nodes > in.remaining() / BYTES_PER_NODE) {
            throw ModelFileException.damaged(
                    "a tree claims " + Integer.toUnsignedString(nodes) + " nodes, more than its bytes can hold");
        }
        int[] left = in.readInts(nodes);
        int[] right = in.readInts(nodes);
        int[] feature = in.readInts(nodes);
        int[] rows = in.readInts(nodes);
        double[] threshold = in.readDoubles(nodes);
        double[] gain = in.readDoubles(nodes);
        double[] value = in.readDoubles(nodes);
        byte[] missingLeft = in.readBytes(nodes);
        TreeShape.require(left, right);
        BoostTreeBuilder tree = new BoostTreeBuilder(nodes);
        for (int node = 0; node < nodes; node++) {
            if (!Double.isFinite(value[node]) || (missingLeft[node] & ~1) != 0) {
                throw ModelFileException.damaged("a node of a tree has a value that no fit gives");
            }
            tree.add(rows[node], value[node]);
        }
        for (int node = 0; node < nodes; node++) {
            if (left[node] != BoostTree.NO_CHILD) {
                requireSplit(feature[node], threshold[node]);
                tree.split(node, feature[node], threshold[node], gain[node], missingLeft[node] == 1);
                tree.setChild(node, true, left[node]);
                tree.setChild(node, false, right[node]);
            } else if (feature[node] != 0 || threshold[node] != 0 || gain[node] != 0 || missingLeft[node] != 0) {
                throw ModelFileException.damaged("a leaf claims to split");
            }
        }
        if (categories) {
            readCategories(in, tree, nodes);
        }
        return tree.build();
    }

    /** Of nodes that split, in their order; all else about such a node is that of any other. */
    private void readCategories(FormatReader in, BoostTreeBuilder tree, int nodes)
            throws ModelFileException, IOException {
        int count = in.readCount("splits by categories", BYTES_PER_SPLIT);
        int before = -1;
        for (int i = 0; i < count; i++) {
            int node = in.readInt();
            CategorySplit split = new CategorySplit(readCodes(in), readCodes(in));
            if (node <= before || node >= nodes || tree.left[node] == BoostTree.NO_CHILD || tree.threshold[node] != 0) {
                throw ModelFileException.damaged("a node of a tree cannot split by categories");
            }
            tree.categories(node, split);
            before = node;
        }
    }

    private void requireSplit(int feature, double threshold) throws ModelFileException {
        if (feature < 0 || feature >= features || Double.isNaN(threshold)) {
            throw ModelFileException.damaged("a tree splits by a feature or threshold that does not exist");
        }
    }
}
