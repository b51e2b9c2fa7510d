package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.FeatureRange;
import java.io.IOException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that is wrong with a row is told in one answer. */
class PredictRowsTest {
    private static final Encoder ENCODER = Encoder.ofNumbers(Stream.of("a", "b", "c")
            .map(name -> new FeatureRange(name, 0, 1, 2))
            .toList());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\",\"b\":1,\"c\":null} | feature a is \"x\"; a finite number | ; besides, c is null",
                "{\"a\":\"x\",\"b\":1}            | feature a is \"x\"; a finite number | ; missing are c",
                "{\"b\":[],\"c\":2}               | lacks the feature a; model m     | needs a, b, c; besides, b is []",
                "{\"b\":1}                        | lacks the features a, c; model m | needs a, b, c"
            })
    void everyValueIsNamed(String row, String begin, String end) throws IOException {
        byte[] body = Rig.utf8("{\"model_id\":\"m\",\"input_data\":" + row + "}");
        try (PredictRows rows = new PredictRows(body, PredictRequest.parse(body), ENCODER)) {
            InvalidRequest refusal = Assertions.catchThrowableOfType(InvalidRequest.class, rows::next);

            assertThat(refusal.detail())
                    .startsWith("input_data")
                    .contains(begin)
                    .endsWith(end);
        }
    }
}
