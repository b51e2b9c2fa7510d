package dev.tasuki.learn.boost;

import dev.tasuki.learn.explain.TreeShap;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.ArrayList;
import java.util.List;

/** What explains a boosted model; its sums are those before any link. */
final class BoostShap {
    private BoostShap() {}

    static long nodes(Boosted model) {
        return model.rounds().stream()
                .flatMap(List::stream)
                .mapToLong(BoostTree::nodes)
                .sum();
    }

    static Explainer explainer(Boosted model, Explainer.Scale scale, WalkCounter looks) {
        List<TreeShap.Part> parts = new ArrayList<>();
        for (List<BoostTree> round : model.rounds()) {
            for (int k = 0; k < round.size(); k++) {
                parts.add(new TreeShap.Part(round.get(k), k, 1, 1));
            }
        }
        List<String> features = model.featureNames();
        TreeShap.Sums sums = new TreeShap.Sums(scale, model.start());
        return TreeShap.of(
                sums,
                features.size(),
                row -> {
                    BoostedTrees.requireRow(row, features);
                    return row;
                },
                parts,
                looks);
    }
}
