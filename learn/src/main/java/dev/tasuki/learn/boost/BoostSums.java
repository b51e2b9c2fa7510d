package dev.tasuki.learn.boost;

import dev.tasuki.learn.formula.Formula;
import dev.tasuki.learn.formula.Link;
import java.util.ArrayList;
import java.util.List;

/** A boosted model as sums of its trees. */
final class BoostSums {
    private BoostSums() {}

    static Formula formula(Boosted model, Link link) {
        List<Formula.Term> terms = new ArrayList<>();
        for (List<BoostTree> round : model.rounds()) {
            for (int k = 0; k < round.size(); k++) {
                terms.add(new Formula.Term(round.get(k), k));
            }
        }
        return new Formula.Trees(terms, model.start(), false, link);
    }
}
