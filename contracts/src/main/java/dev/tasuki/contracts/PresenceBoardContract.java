package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.PresenceBoard.Present;
import dev.tasuki.core.port.PresenceBoard.Wish;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link PresenceBoard} keeps: who told is there until its time is over and lost after that, and hears wishes. */
@ExtendWith(NoThreadLeft.class)
public abstract class PresenceBoardContract {
    /** Longer than any test lasts on the slowest machine: cards are lost by {@code advance} alone. */
    private static final Duration AN_HOUR = Duration.ofHours(1);

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
        assertThat(one.tell("p2", "{\"n\":1}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.tell("p1", "{\"ä\":\"\\u0000 %_\"}", AN_HOUR)).contains(Wish.WORK);
        assertThat(one.tell("p2", "{\"n\":2}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.all()).extracting(Present::process).containsExactly("p1", "p2");
        assertThat(two.all()).extracting(Present::about).containsExactly("{\"ä\":\"\\u0000 %_\"}", "{\"n\":2}");
        assertThat(one.all()).extracting(Present::process).containsExactly("p1", "p2");
    }

    @Test
    void namesAreComparedToTheLetter() {
        one.tell("p", "{}", AN_HOUR);
        two.tell("P", "{}", AN_HOUR);
        assertThat(one.all()).hasSize(2);
        one.leave("P");
        assertThat(two.all()).extracting(Present::process).containsExactly("p");
    }

    @Test
    void whoDoesNotTellAgainIsLostWhenItsTimeIsOverAndGoneADayLater() {
        one.tell("lost", "{\"last\":1}", AN_HOUR);
        one.tell("there", "{}", AN_HOUR);
        fixture.advance(AN_HOUR.minusMinutes(5));
        assertThat(two.all())
                .hasSize(2)
                .allSatisfy(present -> assertThat(present.age()).isBetween(AN_HOUR.minusMinutes(5), AN_HOUR))
                .noneMatch(Present::lost);
        one.tell("there", "{}", Duration.ofMinutes(9));
        fixture.advance(Duration.ofMinutes(5));
        assertThat(two.all()).extracting(Present::process).containsExactly("lost", "there");
        assertThat(two.all()).extracting(Present::lost).containsExactly(true, false);
        assertThat(two.all().getFirst().about()).isEqualTo("{\"last\":1}");
        assertThat(two.all().getFirst().age()).isGreaterThanOrEqualTo(AN_HOUR);
        assertThat(two.all().getLast().age()).isBetween(Duration.ofMinutes(5), AN_HOUR);

        fixture.advance(PresenceBoard.REMEMBERED.minusMinutes(10));
        one.tell("late", "{}", AN_HOUR);
        assertThat(two.all()).extracting(Present::process).containsExactly("late", "lost", "there");
        fixture.advance(Duration.ofMinutes(20));
        assertThat(two.all()).extracting(Present::process).containsExactly("late");
    }

    @Test
    void whoWasLostAndTellsAgainIsThere() {
        one.tell("p", "{}", AN_HOUR);
        two.wish("p", Wish.DRAIN);
        fixture.advance(Duration.ofHours(1));
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.DRAIN);
        assertThat(two.all()).hasSize(1).noneMatch(Present::lost);
    }

    @Test
    void whatIsWishedOfAProcessItHearsWhenItTellsUntilSomethingElseIsWished() {
        one.tell("p", "{}", AN_HOUR);
        one.tell("other", "{}", AN_HOUR);
        assertThat(two.wish("p", Wish.DRAIN)).isTrue();
        assertThat(two.wish("p", Wish.DRAIN)).isTrue();
        assertThat(two.all()).extracting(Present::wish).containsExactly(Wish.WORK, Wish.DRAIN);
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.DRAIN);
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.DRAIN);
        assertThat(one.tell("other", "{}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.wish("p", Wish.WORK)).isTrue();
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.WORK);
    }

    @Test
    void nothingIsWishedOfWhoIsNotThere() {
        assertThat(one.wish("p", Wish.DRAIN)).isFalse();
        one.tell("p", "{}", AN_HOUR);
        two.wish("p", Wish.DRAIN);
        one.leave("p");
        assertThat(one.wish("p", Wish.WORK)).isFalse();
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.WORK);
    }

    @Test
    void onlyWhoIsLostIsForgotten() {
        assertThat(one.forget("p")).isFalse();
        one.tell("p", "{}", AN_HOUR);
        one.tell("other", "{}", AN_HOUR);
        two.wish("p", Wish.DRAIN);
        assertThat(two.forget("p")).isFalse();
        fixture.advance(AN_HOUR);
        assertThat(two.forget("p")).isTrue();
        assertThat(two.forget("p")).isFalse();
        assertThat(one.all()).extracting(Present::process).containsExactly("other");
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.all()).hasSize(2);
    }

    @Test
    void whoLeavesIsGoneAtOnce() {
        one.leave("p");
        one.tell("p", "{}", AN_HOUR);
        two.leave("p");
        assertThat(one.all()).isEmpty();
        assertThat(one.tell("p", "{}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.all()).hasSize(1);
    }

    @Test
    @Tag("bound:processes_present")
    void aFullBoardTakesNobodyUntilOneIsLostWhoThenGivesItsPlace() {
        int most = Limits.PROCESSES_PRESENT.intValue();
        one.tell("first", "{}", AN_HOUR);
        for (int i = 1; i < most; i++) {
            assertThat(one.tell("p" + i, "{}", Duration.ofDays(1))).contains(Wish.WORK);
        }
        assertThat(two.tell("late", "{}", AN_HOUR)).isEmpty();
        assertThat(two.tell("first", "{\"again\":true}", AN_HOUR)).contains(Wish.WORK);
        assertThat(two.all()).hasSize(most);
        fixture.advance(AN_HOUR);
        assertThat(two.all()).hasSize(most).filteredOn(Present::lost).hasSize(1);
        assertThat(two.tell("late", "{}", AN_HOUR)).contains(Wish.WORK);
        assertThat(one.all())
                .hasSize(most)
                .noneMatch(Present::lost)
                .extracting(Present::process)
                .contains("late")
                .doesNotContain("first");
    }
}
