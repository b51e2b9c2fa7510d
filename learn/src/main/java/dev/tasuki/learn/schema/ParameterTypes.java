package dev.tasuki.learn.schema;

import dev.tasuki.learn.Amount;
import dev.tasuki.learn.schema.Shape.Form;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of parameter that learners share. */
public final class ParameterTypes {
    /** The largest seed of numpy's generators. */
    private static final long MAX_SEED = 0xFFFF_FFFFL;

    private ParameterTypes() {}

    /** Reads a plain value. */
    private interface Read<T> {
        T of(PlainValue plain);
    }

    private record Simple<T>(
            Read<T> read, Function<T, @Nullable Object> write, Predicate<T> range, String allowed, Shape shape)
            implements ParameterType<T> {
        @Override
        public T read(String name, @Nullable Object plain) {
            return read.of(new PlainValue(name, plain));
        }

        @Override
        public @Nullable Object plain(T value) {
            return write.apply(value);
        }

        @Override
        public boolean holds(T value) {
            return range.test(value);
        }
    }

    /** An integer of at least {@code least}. */
    public static ParameterType<Integer> integer(int least) {
        return new Simple<>(
                PlainValue::integer,
                value -> value,
                value -> value >= least,
                "an integer of at least " + least,
                Shape.of(Form.INTEGER).within(least, null));
    }

    /** An integer from {@code least} to {@code most}. */
    public static ParameterType<Integer> integer(int least, int most) {
        return new Simple<>(
                PlainValue::integer,
                value -> value,
                value -> value >= least && value <= most,
                "an integer from " + least + " to " + most,
                Shape.of(Form.INTEGER).within(least, most));
    }

    /** An integer of at least {@code least}, or null. */
    public static ParameterType<OptionalInt> integerOrNull(int least) {
        return new Simple<>(
                PlainValue::integerOrNull,
                value -> value.isPresent() ? (Object) value.getAsInt() : null,
                value -> value.orElse(least) >= least,
                "an integer of at least " + least + ", or null",
                Shape.of(Form.INTEGER).within(least, null).orNull());
    }

    /** What a generator begins with. */
    public static ParameterType<Long> seed() {
        return new Simple<>(
                PlainValue::longInteger,
                value -> value,
                value -> value >= 0 && value <= MAX_SEED,
                "an integer from 0 to " + MAX_SEED,
                Shape.of(Form.INTEGER).within(0, MAX_SEED));
    }

    /** A number between bounds, both included. */
    public static ParameterType<Double> number(double least, double most, String allowed) {
        return new Simple<>(
                PlainValue::number,
                value -> value,
                value -> value >= least && value <= most,
                allowed,
                Shape.of(Form.NUMBER).within(least, most == Double.MAX_VALUE ? null : (Number) most));
    }

    /** True or false. */
    public static ParameterType<Boolean> truth() {
        return new Simple<>(PlainValue::truth, value -> value, value -> true, "true or false", Shape.of(Form.BOOLEAN));
    }

    /** So many rows at least, or a share of them above 0 and up to 1, or below 1 only. */
    public static ParameterType<Amount> amount(int least, boolean all) {
        return new Simple<>(
                PlainValue::amount,
                ParameterTypes::plain,
                value -> holds(value, least, all),
                allowed(least, all),
                Shape.of(Form.ANY));
    }

    /** The same, or null. */
    public static ParameterType<Optional<Amount>> amountOrNull(int least, boolean all) {
        return new Simple<>(
                PlainValue::amountOrNull,
                value -> value.map(ParameterTypes::plain).orElse(null),
                value -> value.map(amount -> holds(amount, least, all)).orElse(true),
                allowed(least, all) + ", or null",
                Shape.of(Form.ANY).orNull());
    }

    /**
     * One of some words.
     *
     * @param values what they stand for
     * @param label the word of a value
     * @param of whose words they are, as in "for a RandomForestRegressor"; may be empty
     */
    public static <E> ParameterType<E> word(List<E> values, Function<E, String> label, String of) {
        String allowed = quoted(values, label) + (of.isEmpty() ? "" : " " + of);
        Read<E> read = plain -> values.stream()
                .filter(value -> label.apply(value).equals(plain.value()))
                .findFirst()
                .orElseThrow(() -> plain.refused(allowed));
        return new Simple<>(
                read,
                label::apply,
                values::contains,
                allowed,
                Shape.of(Form.WORD).of(values.stream().map(label).toList()));
    }

    /** One of some words, or null, which stands for a value without a word. */
    public static <E> ParameterType<E> wordOrNull(List<E> values, Function<E, String> label, E none) {
        String allowed =
                values.stream().map(value -> '"' + label.apply(value) + '"').collect(Collectors.joining(", "))
                        + " or null";
        Read<E> read = plain -> plain.value() == null
                ? none
                : values.stream()
                        .filter(value -> label.apply(value).equals(plain.value()))
                        .findFirst()
                        .orElseThrow(() -> plain.refused(allowed));
        return new Simple<>(
                read,
                value -> value.equals(none) ? null : label.apply(value),
                value -> value.equals(none) || values.contains(value),
                allowed,
                Shape.of(Form.WORD).of(values.stream().map(label).toList()).orNull());
    }

    private static <E> String quoted(List<E> values, Function<E, String> label) {
        return values.stream().map(value -> '"' + label.apply(value) + '"').collect(Collectors.joining(" or "));
    }

    private static Object plain(Amount amount) {
        return switch (amount) {
            case Amount.Rows some -> some.rows();
            case Amount.Share some -> some.share();
        };
    }

    private static boolean holds(Amount amount, int least, boolean all) {
        return switch (amount) {
            case Amount.Rows some -> some.rows() >= least;
            case Amount.Share some -> some.share() > 0 && (all ? some.share() <= 1 : some.share() < 1);
        };
    }

    private static String allowed(int least, boolean all) {
        return "an integer of at least " + least
                + (all ? ", or a share above 0 and up to 1.0" : ", or a share between 0 and 1");
    }
}
