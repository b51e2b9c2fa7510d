package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;

/** Tries every cut: each visited feature is gathered and sorted at each node. */
final class SortedCuts implements CutSearch {
    private final Rows rows;
    private final int[] samples;
    private final float[] values;
    private final FeatureDraw draw;
    private final CancelCheck patience;
    private final PlainCriterion criterion;
    private Cut best = new Cut(0, 0, 0);

    SortedCuts(Rows rows) {
        this.rows = rows;
        this.samples = rows.samples();
        this.values = new float[samples.length];
        this.draw = rows.draw();
        this.patience = rows.columns().seed().patience();
        this.criterion = rows.criterion();
    }

    @Override
    public Cut best() {
        return best;
    }

    @Override
    public int search(int start, int end, int knownConstants) {
        best = new Cut(0, end, 0);
        double bestProxy = Double.NEGATIVE_INFINITY;
        draw.begin(knownConstants);
        for (int feature = draw.next(); feature != FeatureDraw.NONE; feature = draw.next()) {
            patience.spend(end - start);
            float[] column = rows.columns().values()[feature];
            for (int i = start; i < end; i++) {
                values[i] = column[samples[i]];
            }
            IntroSort.sort(values, samples, start, end - start);
            if (values[end - 1] <= values[start] + Packed.FEATURE_THRESHOLD) {
                draw.constant();
            } else {
                draw.varying();
                bestProxy = scan(feature, start, end, bestProxy);
            }
        }
        if (best.position() < end) {
            rows.partition(start, end, best);
        }
        return draw.end();
    }

    private double scan(int feature, int start, int end, double proxyToBeat) {
        double bestProxy = proxyToBeat;
        criterion.reset();
        int p = start;
        while (p < end) {
            while (p + 1 < end && values[p + 1] <= values[p] + Packed.FEATURE_THRESHOLD) {
                p++;
            }
            p++;
            if (p >= end) {
                break;
            }
            if (rows.tooFew(start, p, end)) {
                continue;
            }
            criterion.update(samples, rows.weights(), p);
            if (rows.tooLight()) {
                continue;
            }
            double proxy = criterion.proxy();
            if (proxy > bestProxy) {
                bestProxy = proxy;
                double threshold = (double) values[p - 1] / 2.0 + (double) values[p] / 2.0;
                boolean useless = threshold == values[p] || Double.isInfinite(threshold);
                best = new Cut(feature, p, useless ? values[p - 1] : threshold);
            }
        }
        return bestProxy;
    }
}
