package dev.tasuki.learn.boost;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Boosted models as one section: what predictions begin with, then the trees of each round. */
final class BoostCodec implements Codec<BoostParameters> {
    static final BoostCodec OF_BOTH = new BoostCodec();

    private static final String ROUNDS = "rounds";

    private BoostCodec() {}

    /** The version whose trees split by numbers only. */
    private static final int NUMBERS = 1;
    /** The version whose trees may split by categories. */
    private static final int CATEGORIES = 2;

    @Override
    public String id() {
        return ROUNDS;
    }

    @Override
    public int version() {
        return CATEGORIES;
    }

    @Override
    public int version(Fitted fitted) {
        return splitsByCategories(boosted(fitted)) ? CATEGORIES : NUMBERS;
    }

    @Override
    public int oldest() {
        return NUMBERS;
    }

    private static boolean splitsByCategories(Boosted model) {
        return model.rounds().stream().flatMap(List::stream).anyMatch(BoostTree::splitsByCategories);
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        Boosted model = boosted(fitted);
        double[] start = model.start();
        RoundFormat format = new RoundFormat(model.featureNames().size(), start.length, splitsByCategories(model));
        long rounds = model.rounds().stream().mapToLong(format::length).sum();
        long length = 2 * Integer.BYTES + (long) start.length * Double.BYTES + rounds;
        return List.of(new Section(ROUNDS, length, out -> {
            out.putInt(start.length);
            for (double first : start) {
                out.putDouble(first);
            }
            out.putInt(model.rounds().size());
            for (List<BoostTree> round : model.rounds()) {
                format.write(round, out);
            }
        }));
    }

    private static Boosted boosted(Fitted fitted) {
        return switch (fitted) {
            case FittedBoosting.Numbers of -> of.model();
            case FittedBoosting.Classes of -> of.model();
            default -> throw new IllegalArgumentException("only a boosted model can be written as rounds");
        };
    }

    @Override
    public Fitted read(Described<BoostParameters> described, SectionReader in) throws ModelFileException, IOException {
        int classes = described.classes().map(labels -> labels.size()).orElse(1);
        FormatReader reader = in.begin(ROUNDS);
        int perRound = reader.readInt();
        if (perRound != (classes <= 2 ? 1 : classes)) {
            throw ModelFileException.damaged("a round has other than the trees that its classes need");
        }
        double[] start = reader.readDoubles(perRound);
        for (double first : start) {
            if (!Double.isFinite(first)) {
                throw ModelFileException.damaged("its predictions begin with no finite number");
            }
        }
        RoundFormat format = new RoundFormat(described.features().size(), perRound, described.version() == CATEGORIES);
        int count = reader.readCount("rounds", Integer.BYTES);
        if (count == 0) {
            throw ModelFileException.damaged("it holds no round");
        }
        List<List<BoostTree>> rounds = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            rounds.add(format.read(reader));
        }
        in.end();
        BoostParameters parameters = described.parameters();
        return described.classes().isPresent()
                ? new FittedBoosting.Classes(BoostedClassifier.of(
                        parameters, described.features(), described.classes().get(), start, rounds))
                : new FittedBoosting.Numbers(
                        BoostedRegressor.of(parameters, described.features(), start[0], rounds, List.of()));
    }
}
