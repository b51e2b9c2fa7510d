package dev.tasuki.bench;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** LightGBM in this process, with the parameters of scikit-learn's boosting: 100 rounds of 31 leaves. */
final class LightGbm implements AutoCloseable {
    private static final int ROUNDS = 100;

    private final double[] rows;
    private final float[] target;
    private final int width;
    private @Nullable LGBMBooster booster;

    LightGbm(LearnData data) {
        this.rows = data.rowMajor(data.target().length);
        this.target = new float[data.target().length];
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) data.target()[i];
        }
        this.width = data.columns().size();
    }

    private static String parameters(int threads) {
        return "objective=regression boosting=gbdt num_leaves=31 learning_rate=0.1 max_bin=255 min_data_in_leaf=20"
                + " min_sum_hessian_in_leaf=0.001 verbosity=-1 num_threads=" + threads;
    }

    /** Seconds of one fit, the making of bins included. */
    double fit(int threads) throws LGBMException {
        close();
        long begin = System.nanoTime();
        try (LGBMDataset data =
                LGBMDataset.createFromMat(rows, target.length, width, true, parameters(threads), null)) {
            data.setField("label", target);
            LGBMBooster grown = LGBMBooster.create(data, parameters(threads));
            booster = grown;
            for (int round = 0; round < ROUNDS; round++) {
                grown.updateOneIter();
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Microseconds of a prediction of one row. */
    double one(int times) throws LGBMException {
        double[] row = new double[width];
        System.arraycopy(rows, 0, row, 0, width);
        LGBMBooster asked = Objects.requireNonNull(booster, "nothing is fitted");
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            asked.predictForMatSingleRow(row, PredictionType.C_API_PREDICT_NORMAL);
        }
        return (System.nanoTime() - begin) / 1e3 / times;
    }

    /** Seconds of a prediction of rows on one thread. */
    double many(double[] some) throws LGBMException {
        LGBMBooster asked = Objects.requireNonNull(booster, "nothing is fitted");
        long begin = System.nanoTime();
        asked.predictForMat(
                some, some.length / width, width, true, PredictionType.C_API_PREDICT_NORMAL, "num_threads=1");
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() throws LGBMException {
        if (booster != null) {
            booster.close();
            booster = null;
        }
    }
}
