package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.CategoryFeature.Way;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Slot;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.prepare.Categories;
import dev.tasuki.learn.prepare.DateParts;
import dev.tasuki.learn.prepare.NumberCategories;
import dev.tasuki.learn.prepare.TextCategories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The encoder in a model's description as bytes. Each feature begins with its kind. */
final class EncoderFormat {
    private static final int NUMERIC = 1;
    private static final int NUMBER = 2;
    private static final int CATEGORY = 3;
    private static final int DATE = 4;
    private static final int LEFT_OUT = 5;
    /** A kind and two empty texts. */
    private static final int SMALLEST_FEATURE = 9;

    private static final int TEXTS = 1;
    private static final int NUMBERS = 2;

    private EncoderFormat() {}

    static void put(Encoder encoder, FormatWriter out) throws IOException {
        out.putInt(encoder.features().size());
        for (Feature feature : encoder.features()) {
            switch (feature) {
                case Feature.Numeric numeric -> {
                    out.putByte(NUMERIC);
                    HeaderFormat.putRange(numeric.range(), out);
                }
                case NumberFeature number -> {
                    out.putByte(NUMBER);
                    HeaderFormat.putRange(number.range(), out);
                    put(number.truths(), out);
                    put(number.slot(), out);
                    put(number.missingTaken(), out);
                    put(number.indicator(), out);
                }
                case CategoryFeature category -> {
                    out.putByte(CATEGORY);
                    put(category, out);
                }
                case DateFeature date -> {
                    out.putByte(DATE);
                    out.putText(date.name());
                    put(date.parts().hour(), out);
                    for (Slot slot : date.slots()) {
                        put(slot, out);
                    }
                    put(date.missingTaken(), out);
                    put(date.indicator(), out);
                }
                case Feature.LeftOut none -> {
                    out.putByte(LEFT_OUT);
                    out.putText(none.name());
                    out.putText(none.reason());
                }
            }
        }
    }

    private static void put(boolean flag, FormatWriter out) throws IOException {
        out.putByte(flag ? 1 : 0);
    }

    private static void put(Slot slot, FormatWriter out) throws IOException {
        out.putDouble(slot.fill());
        out.putDouble(slot.mean());
        out.putDouble(slot.scale());
    }

    private static void put(CategoryFeature category, FormatWriter out) throws IOException {
        out.putText(category.name());
        switch (category.known()) {
            case TextCategories texts -> {
                out.putByte(TEXTS);
                out.putInt(texts.size());
                for (String text : texts.texts()) {
                    out.putText(text);
                }
            }
            case NumberCategories numbers -> {
                out.putByte(NUMBERS);
                out.putInt(numbers.size());
                for (double number : numbers.numbers()) {
                    out.putDouble(number);
                }
            }
        }
        out.putByte(category.way().ordinal());
        out.putDouble(category.missing());
        out.putDouble(category.unknown());
        put(category.missingTaken(), out);
    }

    static Encoder read(FormatReader in) throws IOException, ModelFileException {
        int count = in.readCount("features", SMALLEST_FEATURE);
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            features.add(feature(in));
        }
        return new Encoder(features);
    }

    private static Feature feature(FormatReader in) throws IOException, ModelFileException {
        int kind = in.readByte();
        return switch (kind) {
            case NUMERIC -> new Feature.Numeric(HeaderFormat.readRange(in));
            case NUMBER -> new NumberFeature(HeaderFormat.readRange(in), flag(in), slot(in), flag(in), flag(in));
            case CATEGORY -> category(in);
            case DATE -> {
                String name = in.readText("a feature's name");
                DateParts parts = new DateParts(flag(in));
                List<Slot> slots = new ArrayList<>();
                for (int part = 0; part < parts.columns(); part++) {
                    slots.add(slot(in));
                }
                yield new DateFeature(name, parts, slots, flag(in), flag(in));
            }
            case LEFT_OUT -> new Feature.LeftOut(in.readText("a feature's name"), in.readText("a reason"));
            default -> throw ModelFileException.damaged("there is no kind of feature numbered " + kind);
        };
    }

    private static boolean flag(FormatReader in) throws IOException, ModelFileException {
        int flag = in.readByte();
        if (flag > 1) {
            throw ModelFileException.damaged("a feature's flag is " + flag);
        }
        return flag == 1;
    }

    private static Slot slot(FormatReader in) throws IOException, ModelFileException {
        Slot slot = new Slot(in.readDouble(), in.readDouble(), in.readDouble());
        if (Double.isInfinite(slot.fill())
                || !Double.isFinite(slot.mean())
                || !Double.isFinite(slot.scale())
                || slot.scale() == 0) {
            throw ModelFileException.damaged("a feature's scale is none");
        }
        return slot;
    }

    private static CategoryFeature category(FormatReader in) throws IOException, ModelFileException {
        String name = in.readText("a feature's name");
        Categories known = categories(in);
        int way = in.readByte();
        double missing = in.readDouble();
        double unknown = in.readDouble();
        if (way >= Way.values().length || !code(missing, known.size() + 1) || !code(unknown, 0)) {
            throw ModelFileException.damaged("a feature's categories have codes that no training gives");
        }
        boolean oneHot = Way.values()[way] == Way.ONE_HOT;
        if (oneHot && (missing < 0 || unknown < 0) || !oneHot && missing == known.size()) {
            throw ModelFileException.damaged("a feature's categories have codes that do not suit them");
        }
        return new CategoryFeature(name, known, Way.values()[way], missing, unknown, flag(in));
    }

    /** None, -1, or a whole number below the bound. */
    private static boolean code(double code, int bound) {
        return Double.isNaN(code) || code == -1 || (code >= 0 && code < bound && code == Math.rint(code));
    }

    private static Categories categories(FormatReader in) throws IOException, ModelFileException {
        int kind = in.readByte();
        int count = in.readCount("categories", Integer.BYTES);
        if (kind == NUMBERS) {
            double[] numbers = in.readDoubles(count);
            NumberCategories known = NumberCategories.learn(numbers);
            if (!Arrays.equals(known.numbers(), numbers)) {
                throw ModelFileException.damaged("a feature's categories are not in their order");
            }
            return known;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readText("a category"));
        }
        TextCategories known = TextCategories.of(texts.stream());
        if (kind != TEXTS || !known.texts().equals(texts)) {
            throw ModelFileException.damaged("a feature's categories are not in their order");
        }
        return known;
    }
}
