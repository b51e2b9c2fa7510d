package com.example;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.schema.Parameter;
import dev.tasuki.learn.schema.ParameterTypes;
import dev.tasuki.learn.schema.Schema;
import dev.tasuki.learn.schema.Values;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.Equality;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import java.util.List;
import java.util.Set;

/** Predicts the mean target of the training rows that are nearest, by the straight distance of their features. */
public final class NearestNeighbours implements Learner<Integer> {
    private static final Parameter<Integer> NEIGHBOURS = Parameter.of(
            "n_neighbors", ParameterTypes.integer(1, 1_000), 5, "Number of training rows whose targets are averaged");
    private static final Schema<Integer> SCHEMA = Schema.of(
            List.of(NEIGHBOURS), values -> values.get(NEIGHBOURS), k -> Values.NONE.with(NEIGHBOURS, k));

    @Override
    public String name() {
        return "example.nearest_neighbours";
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public Schema<Integer> parameters() {
        return SCHEMA;
    }

    /** Complete numbers only; what comes as text or with gaps is encoded and filled before. */
    @Override
    public Set<Takes> takes() {
        return Set.of();
    }

    @Override
    public Equality equality() {
        return new Equality.Own();
    }

    @Override
    public Steps steps(Integer neighbours) {
        return new Steps(1, "pass", "");
    }

    @Override
    public Effort effort(Integer neighbours, FitSize size) {
        double bytes = Double.BYTES * size.rows() * (size.features() + 1.0);
        return new Effort(
                bytes, 0, 1, 16, 1, 1e-8 * size.rows() * size.features(), "a copy of the rows", new Effort.Ways("", ""));
    }

    @Override
    public void requireRows(Integer neighbours, int rows) {
        if (rows < neighbours) {
            throw new ParameterException(
                    "n_neighbors", String.valueOf(neighbours), "at most " + rows + ", the number of training rows");
        }
    }

    @Override
    public Fitted fit(Rows rows, Target target, Integer neighbours, FitContext context) {
        requireRows(neighbours, rows.rows());
        int width = rows.features() + 1;
        double[] targets = target.numbers();
        double[] kept = new double[Math.multiplyExact(rows.rows(), width)];
        for (int row = 0; row < rows.rows(); row++) {
            // Now and then: a training that was cancelled ends here.
            if (row % 512 == 0 && context.listener().cancelled()) {
                throw new FitCancelled(0, 1);
            }
            for (int feature = 0; feature < width - 1; feature++) {
                kept[row * width + feature] = finite(rows.value(row, feature), rows.names().get(feature));
            }
            kept[row * width + width - 1] = finite(targets[row], "the target");
        }
        context.listener().advanced(1, 1, Double.NaN);
        return new Neighbours(neighbours, rows.names(), kept);
    }

    private static double finite(double value, String of) {
        if (!Double.isFinite(value)) {
            throw InvalidValueException.because(of + " is " + value + " in a row; it must be finite");
        }
        return value;
    }

    @Override
    public Codec<Integer> codec() {
        return new NeighboursCodec();
    }
}
