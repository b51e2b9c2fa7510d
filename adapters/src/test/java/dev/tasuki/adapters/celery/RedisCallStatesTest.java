package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tasuki.adapters.celery.CallStates.Following;
import dev.tasuki.core.base.Json;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks that are followed over a real Redis, in which their worker keeps its states as Celery does. */
final class RedisCallStatesTest {
    private static RedisServer redis;
    private static RedisResults worker;
    private static RedisCallStates here;
    private static RedisCallStates elsewhere;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        RedisPlace place = RedisPlace.parse("redis://127.0.0.1:" + redis.port() + "/0");
        worker = new RedisResults(place, InstantSource.system());
        here = new RedisCallStates(place);
        elsewhere = new RedisCallStates(place);
    }

    @AfterAll
    static void stop() throws IOException {
        here.close();
        elsewhere.close();
        worker.close();
        redis.close();
    }

    private static void tell(Meta meta) {
        Request.Sender sender = new Request.Sender(meta.id(), "proj.train", "", meta.id(), false);
        worker.put(new Results.Told(sender, new Request.Lineage(meta.id(), null, null, null), meta));
    }

    private static void started(String id) {
        tell(Meta.started(id, 7, "w1@vm"));
    }

    private static void done(String id) {
        tell(Meta.success(id, Json.object().put("a", 1), JsonNodeFactory.instance.arrayNode()));
    }

    /** Waits for a state of this kind; others before it may come more than once. */
    private static CallState awaited(Following following, Class<? extends CallState> kind) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        CallState last = following.last();
        while (!kind.isInstance(last) && System.nanoTime() < end) {
            following.next(100);
            last = following.last();
        }
        assertThat(last).isInstanceOf(kind);
        return last;
    }

    @Test
    void whatIsToldIsHeardAndKeptForAnotherProcess() throws InterruptedException {
        try (Following first = here.follow("m1.1.1")) {
            assertThat(first.last()).isNull();
            assertThat(first.replyTo()).isEmpty();
            first.note(CallState.Note.SENT);
            started("m1.1.1");
            assertThat(awaited(first, CallState.Started.class)).isEqualTo(new CallState.Started("w1@vm"));
        }
        try (Following second = elsewhere.follow("m1.1.1")) {
            assertThat(second.last()).isEqualTo(new CallState.Started("w1@vm"));
            done("m1.1.1");
            CallState.Done done = (CallState.Done) awaited(second, CallState.Done.class);
            assertThat(done.result().toString()).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void aTaskOfWhichNothingWasToldWasSentAllTheSame() {
        try (Following first = here.follow("m2.1.1")) {
            first.note(CallState.Note.SENT);
        }
        try (Following second = elsewhere.follow("m2.1.1")) {
            assertThat(second.last()).isEqualTo(new CallState.Sent());
        }
    }

    @Test
    void aLostWorkerIsKnownElsewhereUnlessItTellsTheEndAfterAll() {
        try (Following first = here.follow("m3.1.1")) {
            started("m3.1.1");
            first.note(CallState.Note.LOST);
        }
        try (Following second = elsewhere.follow("m3.1.1")) {
            assertThat(second.last()).isEqualTo(new CallState.Lost());
        }
        done("m3.1.1");
        try (Following third = elsewhere.follow("m3.1.1")) {
            assertThat(third.last()).isInstanceOf(CallState.Done.class);
        }
    }
}
