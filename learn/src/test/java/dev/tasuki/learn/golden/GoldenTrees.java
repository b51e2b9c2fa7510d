package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.golden.Golden.Line;
import dev.tasuki.learn.tree.Tree;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares the trees of a forest with those of a golden file: node by node where it has nodes, else
 * by their hash.
 */
final class GoldenTrees {
    private GoldenTrees() {}

    static void assertEqual(Forest forest, Golden golden) throws Exception {
        assertEqual(IntStream.range(0, forest.nTrees()).mapToObj(forest::tree).toList(), golden);
    }

    static void assertEqual(List<Tree> found, Golden golden) throws Exception {
        List<Line> trees = golden.all("tree");
        List<Line> nodes = golden.all("node");
        assertThat(found).hasSameSizeAs(trees);
        int seen = 0;
        for (int t = 0; t < trees.size(); t++) {
            Tree tree = found.get(t);
            for (int n = 0;
                    !nodes.isEmpty() && n < Math.min(tree.nodes(), trees.get(t).integer(0));
                    n++) {
                assertThat(shown(tree, n))
                        .as("tree %d, node %d", t, n)
                        .isEqualTo(nodes.get(seen + n).values());
            }
            seen += trees.get(t).integer(0);
            assertThat(tree.nodes())
                    .as("nodes of tree %d", t)
                    .isEqualTo(trees.get(t).integer(0));
            assertThat(hash(tree))
                    .as("tree %d", t)
                    .isEqualTo(trees.get(t).values().get(1));
        }
    }

    private static List<String> shown(Tree tree, int node) {
        StringBuilder line = new StringBuilder();
        line.append(tree.left(node)).append(' ').append(tree.right(node)).append(' ');
        line.append(tree.feature(node)).append(' ').append(tree.rows(node));
        line.append(' ').append(bits(tree.threshold(node)));
        line.append(' ').append(bits(tree.impurity(node)));
        line.append(' ').append(bits(tree.weight(node)));
        for (int k = 0; k < tree.valuesPerNode(); k++) {
            line.append(' ').append(bits(tree.value(node, k)));
        }
        return List.of(line.toString().split(" "));
    }

    private static String bits(double value) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }

    private static String hash(Tree tree) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer bytes = ByteBuffer.allocate(40 + 8 * tree.valuesPerNode());
        for (int n = 0; n < tree.nodes(); n++) {
            bytes.clear();
            bytes.putInt(tree.left(n))
                    .putInt(tree.right(n))
                    .putInt(tree.feature(n))
                    .putInt(tree.rows(n));
            bytes.putDouble(tree.threshold(n)).putDouble(tree.impurity(n)).putDouble(tree.weight(n));
            for (int k = 0; k < tree.valuesPerNode(); k++) {
                bytes.putDouble(tree.value(n, k));
            }
            digest.update(bytes.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
