package dev.tasuki.learn.tree;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.PartFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree as bytes: its number of nodes, then one array after the other. Reading checks that it is a tree.
 *
 * @param features features of the rows that it splits
 * @param valuesPerNode 1 for a regressor, the number of classes for a classifier
 */
public record TreeFormat(int features, int valuesPerNode) implements PartFormat<Tree> {
    @Override
    public long length(Tree tree) {
        return lengthOf(tree);
    }

    @Override
    public void write(Tree tree, FormatWriter out) throws IOException {
        writeTree(tree, out);
    }

    @Override
    public Tree read(FormatReader in) throws ModelFileException, IOException {
        return readTree(in, features, valuesPerNode);
    }

    /** Bytes of some trees with their number before them. */
    public static long lengthOf(List<Tree> trees) {
        return Integer.BYTES + trees.stream().mapToLong(TreeFormat::lengthOf).sum();
    }

    private static long lengthOf(Tree tree) {
        return Integer.BYTES + tree.nodes() * bytesPerNode(tree.valuesPerNode());
    }

    /** Writes their number, and one tree after the other. @throws IOException when the stream fails */
    public static void write(List<Tree> trees, FormatWriter writer) throws IOException {
        writer.putInt(trees.size());
        for (Tree tree : trees) {
            writeTree(tree, writer);
        }
    }

    /**
     * Reads what {@link #write(List, FormatWriter)} wrote.
     *
     * @throws ModelFileException when the bytes are no trees
     * @throws IOException when the stream fails
     */
    public List<Tree> readAll(FormatReader reader) throws IOException, ModelFileException {
        int count = reader.readCount("trees", Integer.BYTES + (int) bytesPerNode(1));
        if (count == 0) {
            throw ModelFileException.damaged("it holds no tree");
        }
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            trees.add(read(reader));
        }
        return trees;
    }

    private static long bytesPerNode(int valuesPerNode) {
        return NodeBudget.bytesPerNode(valuesPerNode);
    }

    /** One tree. */
    private static void writeTree(Tree tree, FormatWriter writer) throws IOException {
        int nodes = tree.nodes();
        writer.putInt(nodes);
        for (int node = 0; node < nodes; node++) {
            writer.putInt(tree.left(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putInt(tree.right(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putInt(tree.feature(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putInt(tree.rows(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putDouble(tree.threshold(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putDouble(tree.impurity(node));
        }
        for (int node = 0; node < nodes; node++) {
            writer.putDouble(tree.weight(node));
        }
        for (int node = 0; node < nodes; node++) {
            for (int k = 0; k < tree.valuesPerNode(); k++) {
                writer.putDouble(tree.value(node, k));
            }
        }
    }

    /** One tree, checked for being one. */
    private static Tree readTree(FormatReader reader, int features, int valuesPerNode)
            throws IOException, ModelFileException {
        int nodes = reader.readInt();
        if (nodes < 1 || nodes > reader.remaining() / bytesPerNode(valuesPerNode)) {
            throw ModelFileException.damaged(
                    "a tree claims " + Integer.toUnsignedString(nodes) + " nodes, more than its bytes can hold");
        }
        if ((long) nodes * valuesPerNode > Integer.MAX_VALUE - 8) {
            throw ModelFileException.damaged("a tree claims more values than a tree can have");
        }
        int[] left = reader.readInts(nodes);
        int[] right = reader.readInts(nodes);
        int[] feature = reader.readInts(nodes);
        int[] rows = reader.readInts(nodes);
        double[] threshold = reader.readDoubles(nodes);
        double[] impurity = reader.readDoubles(nodes);
        double[] weight = reader.readDoubles(nodes);
        double[] values = reader.readDoubles(nodes * valuesPerNode);
        TreeShape.require(left, right);
        TreeBuilder tree = new TreeBuilder(valuesPerNode, nodes);
        for (int node = 0; node < nodes; node++) {
            tree.addLeaf(impurity[node], rows[node], weight[node]);
            if (left[node] != Tree.NO_CHILD) {
                requireSplit(feature[node], threshold[node], features);
                tree.split(node, feature[node], threshold[node]);
                tree.setChild(node, true, left[node]);
                tree.setChild(node, false, right[node]);
            } else if (feature[node] != Tree.NO_FEATURE || threshold[node] != Tree.NO_FEATURE) {
                throw ModelFileException.damaged("a leaf claims to split");
            }
            for (int k = 0; k < valuesPerNode; k++) {
                tree.setValue(node, k, values[node * valuesPerNode + k]);
            }
        }
        return tree.build();
    }

    private static void requireSplit(int feature, double threshold, int features) throws ModelFileException {
        if (feature < 0 || feature >= features || !Double.isFinite(threshold)) {
            throw ModelFileException.damaged("a tree splits by a feature or threshold that does not exist");
        }
    }
}
