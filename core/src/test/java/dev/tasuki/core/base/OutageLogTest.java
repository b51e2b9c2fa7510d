package dev.tasuki.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class OutageLogTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(OutageLog.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        log.setAdditive(false);
        told.start();
        log.addAppender(told);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(told);
        log.setLevel(null);
        log.setAdditive(true);
    }

    @Test
    void theLogIsToldOnceThatItWaitsAndOnceThatItGoesOn() {
        OutageLog absence = new OutageLog("the relay");
        absence.goesOn();
        for (int i = 0; i < 3; i++) {
            absence.waits(new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "no connection", Duration.ofSeconds(1)));
        }
        absence.goesOn();
        absence.goesOn();

        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the relay waits: no connection", "the relay goes on");
    }
}
