package dev.tasuki.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.use.Retries;
import dev.tasuki.server.wire.JsonAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TasksTriedAgainTest {
    @Test
    void whatWouldFailAgainIsCountedAndNamed() {
        InvalidRequest why = InvalidRequest.content(RefusalCode.NOT_A_NUMBER, "\"city\" is text");
        Retries.PutBack done =
                new Retries.PutBack(0, Optional.empty(), false, 7, List.of(new Retries.Hopeless(new TaskId("t"), why)));

        assertThat(new String(JsonAnswer.bytes(TasksTriedAgain.of(done)), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"retried\":0,\"until\":null,\"more\":false,\"refused\":7,\"refused_tasks\":[{\"task_id\":\"t\","
                                + "\"code\":\"not_a_number\",\"detail\":\"\\\"city\\\" is text\"}]}");
    }
}
