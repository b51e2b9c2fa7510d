package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.request.PredictRequest;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class CallBodyTest {
    /** What is asked beside a prediction stands among the keyword arguments, as over HTTP. */
    @Test
    void aCallMayAskForAnExplanationAndAnInterval() {
        Envelope message = Messages.withBody("{\"args\": [\"m-1\"], \"kwargs\": {\"input_data\": {\"a\": 1},"
                + " \"explain\": true, \"interval\": 0.9}}");

        PredictRequest request =
                PredictRequest.parse(CallBody.predict(((Reading.Call) CeleryJson.read(message)).request()));

        assertThat(request.model().value()).isEqualTo("m-1");
        assertThat(request.parts()).isEqualTo(new AnswerParts(true, OptionalDouble.of(0.9)));
    }
}
