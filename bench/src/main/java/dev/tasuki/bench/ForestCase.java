package dev.tasuki.bench;

import java.util.List;

/**
 * A forest to grow.
 *
 * @param name as it stands in the table
 * @param data what it is grown on
 * @param trees number of trees
 * @param maxDepth 0 for unlimited
 * @param pairs how often both sides fit
 */
record ForestCase(String name, Friedman data, int trees, int maxDepth, int pairs) {
    /** The cases of docs/performance.md. */
    static List<ForestCase> all() {
        Friedman f400 = new Friedman(353, true);
        Friedman f20k = new Friedman(20_000, false);
        return List.of(
                new ForestCase("353 rows, 100 trees, depth 3", f400, 100, 3, 21),
                new ForestCase("20,000 rows, 100 trees, depth 12", f20k, 100, 12, 5),
                new ForestCase("20,000 rows, 100 trees, unlimited", f20k, 100, 0, 5),
                new ForestCase(
                        "200,000 rows, 20 trees, depth 12, float target", new Friedman(200_000, false), 20, 12, 3),
                new ForestCase(
                        "200,000 rows, 20 trees, depth 12, integer target", new Friedman(200_000, true), 20, 12, 3));
    }
}
