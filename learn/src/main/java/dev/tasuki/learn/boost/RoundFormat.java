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
 * that they are trees. Trees that split by categories have no format yet.
 *
 * @param features features of the rows that they split
 * @param trees trees of a round
 */
record RoundFormat(int features, int trees) implements PartFormat<List<BoostTree>> {
    private static final int BYTES_PER_NODE = 4 * Integer.BYTES + 3 * Double.BYTES + 1;

    @Override
    public long length(List<BoostTree> round) {
        return round.stream()
                .mapToLong(tree -> Integer.BYTES + (long) tree.nodes() * BYTES_PER_NODE)
                .sum();
    }

    @Override
    public void write(List<BoostTree> round, FormatWriter out) throws IOException {
        for (BoostTree tree : round) {
            write(tree, out);
        }
    }

    private static void write(BoostTree tree, FormatWriter out) throws IOException {
        if (tree.splitsByCategories()) {
            throw new IllegalArgumentException("a tree that splits by categories cannot be written");
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
        return tree.build();
    }

    private void requireSplit(int feature, double threshold) throws ModelFileException {
        if (feature < 0 || feature >= features || Double.isNaN(threshold)) {
            throw ModelFileException.damaged("a tree splits by a feature or threshold that does not exist");
        }
    }
}
