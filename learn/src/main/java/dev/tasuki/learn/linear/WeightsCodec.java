package dev.tasuki.learn.linear;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Weights as one section: of each sum its intercept and its coefficients.
 *
 * @param make the model of what was read
 */
record WeightsCodec<P>(BiFunction<Described<P>, Weights, Fitted> make) implements Codec<P> {
    private static final String WEIGHTS = "weights";

    @Override
    public String id() {
        return WEIGHTS;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        Weights weights = switch (fitted) {
            case LinearRegressor of -> of.weights();
            case LogisticClassifier of -> of.weights();
            default -> throw new IllegalArgumentException("only a linear model can be written as weights");
        };
        return List.of(new Section(WEIGHTS, weights.memory(), out -> {
            for (int k = 0; k < weights.intercepts().length; k++) {
                out.putDouble(weights.intercepts()[k]);
                for (double coefficient : weights.coefficients()[k]) {
                    out.putDouble(coefficient);
                }
            }
        }));
    }

    @Override
    public Fitted read(Described<P> described, SectionReader in) throws ModelFileException, IOException {
        int classes = described.classes().map(labels -> labels.size()).orElse(1);
        int sums = classes <= 2 ? 1 : classes;
        int features = described.features().size();
        FormatReader reader = in.begin(WEIGHTS);
        double[] intercepts = new double[sums];
        double[][] coefficients = new double[sums][];
        for (int k = 0; k < sums; k++) {
            double[] all = reader.readDoubles(features + 1);
            for (double weight : all) {
                if (!Double.isFinite(weight)) {
                    throw ModelFileException.damaged("a weight is no finite number");
                }
            }
            intercepts[k] = all[0];
            coefficients[k] = Arrays.copyOfRange(all, 1, all.length);
        }
        in.end();
        return make.apply(described, new Weights(described.features(), coefficients, intercepts));
    }
}
