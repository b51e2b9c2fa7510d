package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Cursors;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all {@link Cursors} keep: a reader is at one place for all processes, and nobody moves it from another. */
@ExtendWith(NoThreadLeft.class)
public abstract class CursorsContract {
    private static final int RIVALS = 8;
    private static final int MOVES = 25;

    private Fixture<Cursors> fixture;
    private Cursors one;
    private Cursors two;

    /** No cursors yet. */
    protected abstract Fixture<Cursors> open() throws Exception;

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
    void aReaderBeginsOnce() {
        assertThat(one.of("a")).isEmpty();
        one.begin("a", 7);
        two.begin("a", 9);
        assertThat(one.of("a")).isEqualTo(OptionalLong.of(7));
        assertThat(two.of("a")).isEqualTo(OptionalLong.of(7));
        assertThat(two.of("A")).isEmpty();
    }

    @Test
    void itIsMovedFromWhereItIs() {
        assertThat(one.move("a", 0, 1)).isFalse();
        one.begin("a", 7);
        one.begin("b", 7);
        assertThat(two.move("a", 7, 1L << 40)).isTrue();
        assertThat(one.move("a", 7, 12)).isFalse();
        assertThat(one.of("a")).isEqualTo(OptionalLong.of(1L << 40));
        assertThat(one.of("b")).isEqualTo(OptionalLong.of(7));
    }

    @Test
    void ofManyAtOnceOneBeginsAndOneMovesIt() throws Exception {
        AtomicInteger moves = new AtomicInteger();
        Together.run(RIVALS, i -> () -> {
            Cursors mine = i % 2 == 0 ? one : two;
            mine.begin("a", 0);
            for (int version = 0; version < MOVES; version++) {
                if (mine.move("a", version, version + 1)) {
                    moves.incrementAndGet();
                }
            }
            return true;
        });
        assertThat(moves.get()).isEqualTo(one.of("a").orElseThrow());
        assertThat(moves.get()).isBetween(1, MOVES);
    }
}
