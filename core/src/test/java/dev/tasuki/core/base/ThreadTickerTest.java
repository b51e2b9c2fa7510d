package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ThreadTickerTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(DefectLog.class);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            boolean trace = event.getThrowableProxy() != null;
            told.add(event.getLevel() + " " + event.getFormattedMessage() + (trace ? ", with its trace" : ""));
        }
    };

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        log.setAdditive(false);
        listener.start();
        log.addAppender(listener);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(listener);
        log.setLevel(null);
        log.setAdditive(true);
    }

    @Test
    void workThatFailsRunsAgainAndTheLogIsToldOnceForEachKind() throws Exception {
        CountDownLatch well = new CountDownLatch(2);
        AtomicInteger turns = new AtomicInteger();
        try (var ticking = new ThreadTicker().every(Duration.ofMillis(1), "test", () -> {
            switch (turns.incrementAndGet()) {
                case 1, 2 -> throw new IllegalStateException("broken");
                case 3 -> throw new StackOverflowError("as if");
                default -> well.countDown();
            }
        })) {
            assertThat(ticking).isNotNull();
            assertThat(well.await(2, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(told)
                .containsExactly(
                        "ERROR test failed and goes on, with its trace",
                        "ERROR test failed and goes on, with its trace",
                        "INFO test does well again");
    }

    @Test
    void whatFailsAfterItDidWellIsToldAgain() {
        DefectLog defects = new DefectLog("the part");
        for (int i = 0; i < 2; i++) {
            defects.failed(new IllegalStateException("broken"));
            defects.wentWell();
            defects.wentWell();
        }

        assertThat(told)
                .containsExactly(
                        "ERROR the part failed and goes on, with its trace",
                        "INFO the part does well again",
                        "ERROR the part failed and goes on, with its trace",
                        "INFO the part does well again");
    }
}
