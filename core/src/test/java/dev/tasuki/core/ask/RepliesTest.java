package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    @ParameterizedTest
    @MethodSource("dev.tasuki.core.dispatch.DispatcherTest#refusals")
    void aRefusalComesOutOfItsReplyAsItWas(Refusal refusal) {
        byte[] reply = Replies.predictError(refusal);

        Refusal seen = catchThrowableOfType(Refusal.class, () -> Replies.check(reply));

        assertThat(seen).isExactlyInstanceOf(refusal.getClass());
        assertThat(seen.code()).isEqualTo(refusal.code());
        assertThat(seen.detail()).isEqualTo(refusal.detail());
        assertThat(seen.retryable()).isEqualTo(refusal.retryable());
        assertThat(seen.retryAfter()).isEqualTo(refusal.retryAfter());
        if (refusal instanceof InvalidRequest invalid) {
            assertThat(((InvalidRequest) seen).fields()).isEqualTo(invalid.fields());
        }
    }

    @Test
    void whatHasEndedForGoodIsSoForTheOtherProcessToo() {
        Refusal ended = NotReady.ended(RefusalCode.WRONG_STATE, "it has ended");

        Refusal seen = catchThrowableOfType(Refusal.class, () -> Replies.check(Replies.predictError(ended)));

        assertThat(seen).isExactlyInstanceOf(NotReady.class);
        assertThat(seen.retryable()).isFalse();
        assertThat(seen.retryAfter()).isEmpty();
    }

    @Test
    void theReplyHasThePublishedShape() {
        String reply = new String(Replies.predictError(new Corrupt(RefusalCode.ARTIFACT_CORRUPT, "altered")));

        assertThat(reply)
                .startsWith("{\"status\":\"TASK_ERROR\",\"pred_proba\":null,\"error\":{")
                .contains("\"code\":\"artifact_corrupt\"", "\"detail\":\"altered\"", "\"retryable\":false");
        assertThat(new String(Replies.trainReceived("m-1")))
                .isEqualTo("{\"status\":\"TASK_RECEIVED\",\"model_id\":\"m-1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6}",
                "{\"pred_proba\":[1,[2,{\"a\":3}]],\"status\":\"TASK_COMPLETED\"}",
                "{\"status\":\"TASK_RECEIVED\",\"model_id\":\"7\"}"
            })
    void aForeignConsumersAnswerPasses(String reply) {
        assertThatCode(() -> Replies.check(Rig.utf8(reply))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"pred_proba\":1}",
                "{\"status\":1}",
                "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":NaN}",
                "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[1,-Infinity]}",
                "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":1} and more",
                "{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[1",
                "{\"status\":\"TASK_ERROR\",\"pred_proba\":null}"
            })
    void anAnswerThatIsNoneIsNotPassedOn(String reply) {
        assertThatThrownBy(() -> Replies.check(Rig.utf8(reply)))
                .isInstanceOfSatisfying(Corrupt.class, c -> assertThat(c.code()).isEqualTo(RefusalCode.INTERNAL));
    }
}
