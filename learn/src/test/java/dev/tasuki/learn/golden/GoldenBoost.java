package dev.tasuki.learn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.learn.boost.BoostContext;
import dev.tasuki.learn.boost.BoostParameters;
import dev.tasuki.learn.boost.BoostParametersBuilder;
import dev.tasuki.learn.boost.BoostRows;
import dev.tasuki.learn.boost.BoostTree;
import dev.tasuki.learn.boost.Boosted;
import dev.tasuki.learn.boost.BoostedClassifier;
import dev.tasuki.learn.boost.BoostedRegressor;
import dev.tasuki.learn.boost.CategorySplit;
import dev.tasuki.learn.boost.CodeSet;
import dev.tasuki.learn.boost.EarlyStopping;
import dev.tasuki.learn.boost.HistGradientBoostingClassifier;
import dev.tasuki.learn.boost.HistGradientBoostingRegressor;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.golden.Golden.Line;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/** One golden file of boosting: its data made anew, fitted here, and compared to the last bit. */
final class GoldenBoost {
    private static final int SHOWN = 40;
    private static final double UNKNOWN_CATEGORY = 254;

    /** Scores of classifiers take logarithms, which differ in the last digits. */
    private static final double SCORE_TOLERANCE = 1e-14;

    private static final double ULP_OF_START = 4e-15;

    private final Golden golden;
    private final double classifierTolerance;
    private final Line data;
    private final int rows;
    private final int features;
    private final long seed;

    private GoldenBoost(Golden golden, double classifierTolerance) {
        this.golden = golden;
        this.classifierTolerance = classifierTolerance;
        this.data = golden.only("data");
        this.rows = data.integer(1);
        this.features = data.integer(2);
        this.seed = Long.parseLong(data.values().get(3));
    }

    static void assertEqual(Golden golden, int threads) throws Exception {
        new GoldenBoost(golden, 0).compare(BoostContext.threads(threads));
    }

    /** The same, but a classifier may start a unit in the last place beside scikit-learn's logarithm. */
    static void assertEqualTrees(Golden golden, int threads) throws Exception {
        new GoldenBoost(golden, ULP_OF_START).compare(BoostContext.threads(threads));
    }

    private void compare(BoostContext context) throws Exception {
        GoldenData base = GoldenData.of(data.values().getFirst(), rows, features, seed, new double[0]);
        double[] response = base.response();
        double[][] columns = columns(base, response);
        BoostRows x = rowsOf(columns);
        BoostRows probes = rowsOf(probes(columns));
        String target = data.values().get(4);
        if (golden.only("algorithm").values().getFirst().equals("HistGradientBoostingRegressor")) {
            BoostedRegressor model = HistGradientBoostingRegressor.fit(
                    x, GoldenData.numbers(response, target), weights(), parameters(), context);
            compareTrees(model, 0);
            assertThat(model.predict(probes)).isEqualTo(golden.only("predict").doubles(0));
            return;
        }
        ClassTarget classes = GoldenData.classes(response, target);
        BoostedClassifier model = HistGradientBoostingClassifier.fit(x, classes, weights(), parameters(), context);
        compareTrees(model, SCORE_TOLERANCE);
        if (golden.says("proba")) {
            double[] found = Arrays.stream(model.predictProbabilities(probes))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            double[] expected = golden.only("proba").doubles(0);
            boolean sameStart =
                    Arrays.equals(model.start(), golden.only("start").doubles(0));
            assertThat(found).containsExactly(expected, Offset.offset(sameStart ? 0 : classifierTolerance));
            assertThat(model.predict(probes)).isEqualTo(golden.only("predict").ints(0));
        }
    }

    private void compareTrees(Boosted model, double tolerance) throws Exception {
        double startTolerance = model instanceof BoostedClassifier ? classifierTolerance : 0;
        assertThat(model.start()).containsExactly(golden.only("start").doubles(0), Offset.offset(startTolerance));
        List<BoostTree> trees = model.rounds().stream().flatMap(List::stream).toList();
        List<Line> expected = golden.all("tree");
        List<Line> nodes = golden.all("node");
        int seen = 0;
        for (int t = 0; t < Math.min(trees.size(), expected.size()); t++) {
            BoostTree tree = trees.get(t);
            int count = expected.get(t).integer(0);
            for (int n = 0; !nodes.isEmpty() && n < Math.min(count, tree.nodes()); n++) {
                assertThat(shown(tree, n))
                        .as("tree %d, node %d", t, n)
                        .isEqualTo(nodes.get(seen + n).values());
            }
            seen += count;
            assertThat(tree.nodes()).as("nodes of tree %d", t).isEqualTo(count);
            assertThat(hash(tree))
                    .as("tree %d", t)
                    .isEqualTo(expected.get(t).values().get(1));
        }
        assertThat(trees).hasSameSizeAs(expected);
        if (golden.says("scores")) {
            double[] found =
                    model.scores().stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(found).containsExactly(golden.only("scores").doubles(0), Offset.offset(tolerance));
        } else {
            assertThat(model.scores()).isEmpty();
        }
    }

    private double[][] columns(GoldenData base, double[] response) {
        double[][] columns = new double[features][rows];
        for (int i = 0; i < rows; i++) {
            for (int f = 0; f < features; f++) {
                columns[f][i] = base.rows()[i][f];
            }
        }
        double[][] drawn = GoldenData.uniform(rows, features, seed + 2);
        for (int[] category : categories()) {
            int c = category[0];
            for (int i = 0; i < rows; i++) {
                double code = Math.floor(drawn[i][c] * category[1]);
                response[i] = response[i] + 3.0 * (Math.floor(code * 7.0) % 5.0);
                columns[c][i] = code * category[2];
            }
        }
        double missing = Double.parseDouble(data.values().get(5));
        double[][] holes = GoldenData.uniform(rows, features, seed + 1);
        for (int i = 0; i < rows; i++) {
            for (int f = 0; f < features; f++) {
                columns[f][i] = holes[i][f] < missing ? Double.NaN : columns[f][i];
            }
        }
        return columns;
    }

    /** The first rows; then each with one value missing; then each with an unknown category. */
    private double[][] probes(double[][] columns) {
        int shown = Math.min(SHOWN, rows);
        double[][] probes = new double[features][3 * shown];
        for (int f = 0; f < features; f++) {
            for (int i = 0; i < 3 * shown; i++) {
                probes[f][i] = columns[f][i % shown];
            }
        }
        for (int i = 0; i < shown; i++) {
            probes[i % features][shown + i] = Double.NaN;
            for (int[] category : categories()) {
                probes[category[0]][2 * shown + i] = UNKNOWN_CATEGORY;
            }
        }
        return probes;
    }

    private BoostRows rowsOf(double[][] columns) {
        boolean[] categorical = new boolean[features];
        for (int[] category : categories()) {
            categorical[category[0]] = true;
        }
        List<String> names = IntStream.range(0, features).mapToObj(f -> "x" + f).toList();
        return BoostRows.of(names, columns, categorical);
    }

    /** Column, number of codes and step between them, for each column of categories. */
    private List<int[]> categories() {
        String shown = data.values().get(6);
        if (shown.equals("-")) {
            return List.of();
        }
        List<int[]> all = new ArrayList<>();
        for (String category : shown.split(",", -1)) {
            all.add(Arrays.stream(category.split(":", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        }
        return all;
    }

    private double[] weights() {
        String how = data.values().get(7);
        if (how.equals("-")) {
            return new double[0];
        }
        return Arrays.stream(GoldenData.uniform(rows, 1, seed + 3))
                .mapToDouble(u -> how.equals("steps") ? Math.floor(u[0] * 5.0) : u[0] + 0.1)
                .toArray();
    }

    private BoostParameters parameters() {
        BoostParametersBuilder builder = BoostParameters.builder();
        for (Line parameter : golden.all("parameter")) {
            String value = parameter.values().get(1);
            boolean none = value.equals("None");
            switch (parameter.values().getFirst()) {
                case "learning_rate" -> builder.learningRate(Double.parseDouble(value));
                case "max_iter" -> builder.maxIter(Integer.parseInt(value));
                case "max_leaf_nodes" -> builder.maxLeafNodes(orNone(value));
                case "max_depth" -> builder.maxDepth(orNone(value));
                case "min_samples_leaf" -> builder.minSamplesLeaf(Integer.parseInt(value));
                case "l2_regularization" -> builder.l2Regularization(Double.parseDouble(value));
                case "max_bins" -> builder.maxBins(Integer.parseInt(value));
                case "early_stopping" ->
                    builder.earlyStopping(value.equals("True") ? EarlyStopping.ON : EarlyStopping.OFF);
                case "validation_fraction" ->
                    builder.validationFraction(
                            none ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value)));
                case "n_iter_no_change" -> builder.nIterNoChange(Integer.parseInt(value));
                case "tol" -> builder.tol(Double.parseDouble(value));
                case "class_weight" -> builder.balanced(!none);
                case "random_state" -> builder.randomState(Long.parseLong(value));
                default -> throw new IllegalArgumentException(parameter.toString());
            }
        }
        return builder.build();
    }

    private static OptionalInt orNone(String value) {
        return value.equals("None") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    private static List<String> shown(BoostTree tree, int node) {
        List<String> values = new ArrayList<>(List.of(
                Integer.toString(tree.left(node)),
                Integer.toString(tree.right(node)),
                Integer.toString(tree.feature(node)),
                Integer.toString(tree.rows(node))));
        for (double value : new double[] {tree.threshold(node), tree.gain(node), tree.value(node)}) {
            values.add(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)));
        }
        values.add(tree.missingLeft(node) ? "1" : "0");
        for (int word : words(tree, node)) {
            values.add(Integer.toUnsignedString(word));
        }
        return values;
    }

    private static String hash(BoostTree tree) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer bytes = ByteBuffer.allocate(76);
        for (int n = 0; n < tree.nodes(); n++) {
            bytes.clear();
            bytes.putInt(tree.left(n))
                    .putInt(tree.right(n))
                    .putInt(tree.feature(n))
                    .putInt(tree.rows(n));
            bytes.putDouble(tree.threshold(n)).putDouble(tree.gain(n)).putDouble(tree.value(n));
            bytes.putInt(tree.missingLeft(n) ? 1 : 0);
            for (int word : words(tree, n)) {
                bytes.putInt(word);
            }
            digest.update(bytes.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int[] words(BoostTree tree, int node) {
        CodeSet left = tree.categories(node).map(CategorySplit::left).orElse(CodeSet.EMPTY);
        long[] longs = {left.word0(), left.word1(), left.word2(), left.word3()};
        int[] words = new int[8];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) (longs[i / 2] >>> (i % 2 * 32));
        }
        return words;
    }
}
