package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;

/**
 * Tries one cut of each visited feature, drawn between its least and its greatest value: extremely
 * randomized trees (Geurts, Ernst and Wehenkel, 2006).
 */
final class RandomCuts implements CutSearch {
    private final Rows rows;
    private final int[] samples;
    private final float[] values;
    private final FeatureDraw draw;
    private final CancelCheck patience;
    private final PlainCriterion criterion;
    private Cut best = new Cut(0, 0, 0);
    private double bestProxy;

    RandomCuts(Rows rows) {
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
        bestProxy = Double.NEGATIVE_INFINITY;
        int last = FeatureDraw.NONE;
        draw.begin(knownConstants);
        for (int feature = draw.next(); feature != FeatureDraw.NONE; feature = draw.next()) {
            patience.spend(end - start);
            last = feature;
            look(feature, start, end);
        }
        // The rows are in the order of the feature drawn last: partitioning by it again would turn its right side over.
        if (best.position() < end && best.feature() != last) {
            rows.partition(start, end, best);
        }
        return draw.end();
    }

    private void look(int feature, int start, int end) {
        float[] column = rows.columns().values()[feature];
        float low = column[samples[start]];
        float high = low;
        values[start] = low;
        for (int i = start + 1; i < end; i++) {
            float value = column[samples[i]];
            values[i] = value;
            if (value < low) {
                low = value;
            } else if (value > high) {
                high = value;
            }
        }
        if (high <= low + Packed.FEATURE_THRESHOLD) {
            draw.constant();
            return;
        }
        draw.varying();
        double threshold = draw.nextBetween((double) low, (double) high);
        if (threshold == high) {
            threshold = low;
        }
        int position = partition(start, end, threshold);
        if (rows.tooFew(start, position, end)) {
            return;
        }
        criterion.reset();
        criterion.update(samples, rows.weights(), position);
        if (rows.tooLight()) {
            return;
        }
        double proxy = criterion.proxy();
        if (proxy > bestProxy) {
            bestProxy = proxy;
            best = new Cut(feature, position, threshold);
        }
    }

    private int partition(int start, int end, double threshold) {
        int p = start;
        int q = end;
        while (p < q) {
            float value = values[p];
            if (value <= threshold) {
                p++;
            } else {
                q--;
                values[p] = values[q];
                values[q] = value;
                int row = samples[p];
                samples[p] = samples[q];
                samples[q] = row;
            }
        }
        return p;
    }
}
