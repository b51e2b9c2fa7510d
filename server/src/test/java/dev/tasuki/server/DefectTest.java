package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tasuki.core.memory.MemoryTaskStore;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A defect of ours: the client learns where to look, the log has what happened. */
class DefectTest {
    private static final Logger HANDLER =
            (Logger) LoggerFactory.getLogger("dev.tasuki.server.problem.UnexpectedHandler");

    @Test
    void theClientGetsAnIdAndTheLogTheReason() {
        ListAppender<ILoggingEvent> log = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing();
                super.append(event);
            }
        };
        log.start();
        HANDLER.addAppender(log);
        HANDLER.setAdditive(false);
        UnreachableStore store = new UnreachableStore(new MemoryTaskStore(InstantSource.system()));
        try (LiveServer live = new LiveServer(LiveServer.Bounds.ROOMY, store)) {
            store.defective();

            Http.Answer answer = live.http.get("/tasks", "X-Request-Id", "mine-7");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.code()).isEqualTo("internal");
            assertThat(answer.words()).contains(answer.header("X-Request-Id"));
            assertThat(answer.text()).doesNotContain("secret", "Exception", "dev.tasuki", ".java");
            assertThat(log.list).singleElement().satisfies(event -> {
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret");
                assertThat(event.getMDCPropertyMap())
                        .containsEntry("request_id", answer.header("X-Request-Id"))
                        .containsEntry("client_request_id", "mine-7");
            });
        } finally {
            HANDLER.setAdditive(true);
            HANDLER.detachAppender(log);
        }
    }
}
