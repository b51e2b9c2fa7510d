package dev.tasuki.core.fit;

import dev.tasuki.core.fit.CandidateSearch.Candidate;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Says which candidate is the best: the first of the highest means. Where the first candidate is a baseline, another
 * one counts only if it is ahead of it by more than one standard error. Folds are few, and a highest mean among
 * several is too high by the choice itself; so a lead within the error is no sign that features tell anything.
 *
 * @param folds that a candidate needs a score on
 * @param greaterIsBetter whether a higher score is the better one
 * @param baseline whether the first candidate is one that looks at no feature
 */
record BestCandidate(int folds, boolean greaterIsBetter, boolean baseline) {
    /** The place of the best; -1: none has all its scores. */
    int among(List<Candidate> candidates) {
        int found = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            OptionalDouble mean = CandidateSearch.mean(candidates.get(i), folds);
            if (mean.isPresent()
                    && signed(mean.getAsDouble()) > highest
                    && (i == 0 || !baseline || ahead(candidates.get(i), candidates.getFirst()))) {
                highest = signed(mean.getAsDouble());
                found = i;
            }
        }
        return found;
    }

    /**
     * Whether one is ahead by more than a standard error of the mean of what it is ahead by, fold by fold. Both were
     * measured on the same folds, so what makes a fold easy or hard for both is no error. The error is that of Nadeau
     * and Bengio ("Inference for the generalization error", Machine Learning 52, 2003): folds share most of the rows
     * that they learn from, so their leads are not independent, and the variance of their mean is
     * {@code (1/k + test rows / training rows)} of that of a lead, not {@code 1/k}. Nothing is to be ahead of where the
     * baseline has not all its scores.
     */
    private boolean ahead(Candidate one, Candidate first) {
        if (CandidateSearch.mean(first, folds).isEmpty()) {
            return true;
        }
        double[] leads = new double[folds];
        for (int fold = 0; fold < folds; fold++) {
            leads[fold] = signed(one.scores()[fold] - first.scores()[fold]);
        }
        double mean = FoldTable.mean(leads);
        // Of k folds (1/k + 1/(k-1)) times the variance with k - 1 degrees of freedom, from the population's deviation.
        return mean > FoldTable.deviation(leads, mean) * Math.sqrt(2 * folds - 1) / (folds - 1);
    }

    private double signed(double score) {
        return greaterIsBetter ? score : -score;
    }
}
