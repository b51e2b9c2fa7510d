package dev.tasuki.bench;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;

/**
 * The peer of {@code bench http}: a handler that takes the same body and gives an answer of the same
 * size, in the same server on the same kind of thread, but does nothing in between.
 */
@Controller
@Consumes(MediaType.ALL)
final class BareController {
    private static final byte[] ANSWER =
            "{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}"
                    .getBytes(StandardCharsets.UTF_8);

    @Post("/bare")
    @ExecuteOn(TaskExecutors.VIRTUAL)
    HttpResponse<byte[]> bare(@Body byte[] body) {
        return HttpResponse.ok(ANSWER).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
