package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link Double#parseDouble}, which rounds correctly. */
class NumberParserTest {
    private final NumberParser parser = new NumberParser();

    @Test
    void roundsCorrectly() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 12_000; i++) {
            String text = switch (i % 4) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                case 1 -> Double.toString(random.nextDouble(-1, 1));
                case 2 -> digits(random, 1 + random.nextInt(24)) + "e" + random.nextInt(-345, 310);
                default -> digits(random, 1 + random.nextInt(17)) + "." + digits(random, random.nextInt(12));
            };
            if (!text.contains("N") && !text.contains("I")) {
                assertRoundedCorrectly(text);
            }
        }
    }

    /**
     * The hardest cases: decimals exactly halfway between two doubles, and a digit to either side.
     */
    @Test
    void breaksTiesToEven() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 2_000; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (!Double.isFinite(value) || value > 1e300) {
                continue;
            }
            BigDecimal half = new BigDecimal(value).add(new BigDecimal(Math.nextUp(value)));
            String tie = half.divide(BigDecimal.valueOf(2)).toString();
            assertRoundedCorrectly(tie);
            assertRoundedCorrectly(tie.contains("E") ? tie.replace("E", "1E") : tie + (tie.contains(".") ? "1" : ""));
        }
        for (long odd = (1L << 53) + 1; odd < (1L << 53) + 2000; odd += 2) {
            assertRoundedCorrectly(Long.toString(odd));
            assertRoundedCorrectly(odd + "000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "00",
                "1.",
                ".5",
                "+.5e+1",
                "1e0",
                "1E400",
                "1e-400",
                "1e99999999999",
                "1e-99999999999",
                "0e999",
                "4.9e-324",
                "2.47e-324",
                "2.4e-324",
                "1.7976931348623157e308",
                "1.7976931348623159e308",
                "18446744073709551615",
                "18446744073709551616",
                "9999999999999999999",
                "99999999999999999999",
                "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"
            })
    void roundsEdgesCorrectly(String text) {
        assertRoundedCorrectly(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+",
                ".",
                "e5",
                "1e",
                "1e+",
                "1.2.3",
                "1,5",
                "0x10",
                "1d",
                "1f",
                "nan",
                "--1",
                "1 2",
                "in",
                "infinit",
                "infinityy",
                "1_000",
                "١٢"
            })
    void takesNothingElseForANumber(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(parser.parse(bytes, 0, bytes.length)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-INF", "+Infinity", " -infinity "})
    void knowsInfinity(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
        assertThat(parser.value()).isEqualTo(text.contains("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    private void assertRoundedCorrectly(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(parser.parse(bytes, 0, bytes.length)).as(text).isTrue();
        if (parser.value() != Double.parseDouble(text)) {
            assertThat(parser.value()).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    private static String digits(SplittableRandom random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
