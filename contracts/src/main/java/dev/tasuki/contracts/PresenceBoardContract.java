package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.PresenceBoard.Present;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link PresenceBoard} keeps: who told is there until its time is over, with what it told last. */
@ExtendWith(NoThreadLeft.class)
public abstract class PresenceBoardContract {
    private static final Duration TWENTY = Duration.ofSeconds(20);

    private Fixture<PresenceBoard> fixture;
    private PresenceBoard one;
    private PresenceBoard two;

    /** Nobody is there yet. */
    protected abstract Fixture<PresenceBoard> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        one = fixture.port();
        two = fixture.another().orElse(one);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void whatAProcessToldLastIsSeenByAll() {
        assertThat(two.all()).isEmpty();
        assertThat(one.tell("p2", "{\"n\":1}", TWENTY)).isTrue();
        assertThat(two.tell("p1", "{\"ä\":\"\\u0000 %_\"}", TWENTY)).isTrue();
        assertThat(one.tell("p2", "{\"n\":2}", TWENTY)).isTrue();
        assertThat(two.all()).extracting(Present::process).containsExactly("p1", "p2");
        assertThat(two.all()).extracting(Present::about).containsExactly("{\"ä\":\"\\u0000 %_\"}", "{\"n\":2}");
        assertThat(one.all()).extracting(Present::process).containsExactly("p1", "p2");
    }

    @Test
    void namesAreComparedToTheLetter() {
        one.tell("p", "{}", TWENTY);
        two.tell("P", "{}", TWENTY);
        assertThat(one.all()).hasSize(2);
        one.leave("P");
        assertThat(two.all()).extracting(Present::process).containsExactly("p");
    }

    @Test
    void whoDoesNotTellAgainIsGoneWhenItsTimeIsOver() {
        one.tell("gone", "{}", TWENTY);
        one.tell("there", "{}", TWENTY);
        fixture.advance(TWENTY.minusSeconds(5));
        assertThat(two.all())
                .hasSize(2)
                .allSatisfy(present -> assertThat(present.age()).isBetween(TWENTY.minusSeconds(5), TWENTY));
        one.tell("there", "{}", TWENTY);
        fixture.advance(Duration.ofSeconds(5));
        assertThat(two.all()).extracting(Present::process).containsExactly("there");
        assertThat(two.all().getFirst().age()).isBetween(Duration.ofSeconds(5), TWENTY);
    }

    @Test
    void whoLeavesIsGoneAtOnce() {
        one.leave("p");
        one.tell("p", "{}", TWENTY);
        two.leave("p");
        assertThat(one.all()).isEmpty();
        assertThat(one.tell("p", "{}", TWENTY)).isTrue();
        assertThat(two.all()).hasSize(1);
    }

    @Test
    @Tag("bound:processes_present")
    void aFullBoardTakesNobodyUntilOneGoes() {
        int most = Limits.PROCESSES_PRESENT.intValue();
        one.tell("first", "{}", TWENTY);
        for (int i = 1; i < most; i++) {
            assertThat(one.tell("p" + i, "{}", Duration.ofDays(1))).isTrue();
        }
        assertThat(two.tell("late", "{}", TWENTY)).isFalse();
        assertThat(two.tell("first", "{\"again\":true}", TWENTY)).isTrue();
        assertThat(two.all()).hasSize(most);
        fixture.advance(TWENTY);
        assertThat(two.tell("late", "{}", TWENTY)).isTrue();
        assertThat(one.all()).hasSize(most);
    }
}
