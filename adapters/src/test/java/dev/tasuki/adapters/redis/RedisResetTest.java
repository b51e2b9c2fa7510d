package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.testservers.RedisServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that is reset while nothing is under way: the next command cannot even be written. */
@ExtendWith({RedisServers.class, NoThreadLeft.class})
final class RedisResetTest {
    @Test
    void whatAResetConnectionCannotSendIsRefusedAndTheNextOneGoesOn(RedisServer server) throws Exception {
        try (RedisProxy proxy = RedisProxy.to(server.port());
                RedisRows rows = RedisRows.open(RedisSettings.parse(proxy.url() + "?prefix=reset:"))) {
            RedisTaskStore store = new RedisTaskStore(rows);
            store.accept(TaskSamples.task("t"));
            for (int i = 0; i < 10; i++) {
                proxy.reset();
                Eventually.holds(() -> assertThat(found(store)).isTrue());
            }
        }
    }

    /** False if it is refused; an answer comes in any case. */
    private static boolean found(RedisTaskStore store) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return store.find(new TaskId("t")).isPresent();
                    } catch (Refusal away) {
                        return false;
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }
}
