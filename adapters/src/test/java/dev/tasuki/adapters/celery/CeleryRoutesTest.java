package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CeleryRoutesTest {
    private static final CeleryRoutes ROUTES = new CeleryRoutes(List.of(
            new CeleryRoutes.Route("proj.train", "gpu"),
            new CeleryRoutes.Route("proj.*", "other"),
            new CeleryRoutes.Route("?.x", "one")));

    @Test
    void theFirstThatFitsCounts() {
        assertThat(ROUTES.queue("proj.train")).isEqualTo("gpu");
        assertThat(ROUTES.queue("proj.other")).isEqualTo("other");
        assertThat(ROUTES.queue("a.x")).isEqualTo("one");
        assertThat(ROUTES.queue("ab.x")).isEqualTo("celery");
    }

    @Test
    void aNextStepGoesToItsOwnQueueThenByRouteThenWhereItsKindGoes() {
        assertThat(queue("proj.train", "{\"queue\": \"mine\"}")).isEqualTo("mine");
        assertThat(queue("proj.train", "{}")).isEqualTo("gpu");
        assertThat(queue("tasuki.predict", "{}")).isEqualTo("tasuki");
        assertThat(queue("py.after", "{}")).isEqualTo("celery");
    }

    private static String queue(String task, String options) {
        ObjectNode signature = Json.object().put("task", task);
        signature.set("options", Messages.json(options));
        Request request = ((Reading.Call) CeleryJson.read(Messages.with(headers -> {}))).request();
        CallOrigin from = CallOrigin.of(request, "tasuki");
        NextCall next = new NextCall(new Signature(signature), "id", null, List.of(), from);
        return next.message("tasuki@ml1", Instant.EPOCH, ROUTES).route().key();
    }
}
