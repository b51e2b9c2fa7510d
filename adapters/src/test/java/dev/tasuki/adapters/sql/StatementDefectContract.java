package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What a real database says of a defect, and what is made of that. */
abstract class StatementDefectContract {
    abstract Database database();

    @Test
    void aColumnThatIsNotThereIsADefect() {
        defect("SELECT no_such_column FROM task");
    }

    @Test
    void aTableThatIsNotThereIsADefect() {
        defect("SELECT 1 FROM no_such_table");
    }

    @Test
    void aStatementThatIsNotUnderstoodIsADefect() {
        defect("SELEKT 1");
    }

    @Test
    void aValueThatIsMissingIsADefect() {
        assertThatThrownBy(() -> database().write(session -> session.update("INSERT INTO claim_gate (id) VALUES (2)")))
                .isInstanceOfSatisfying(SQLException.class, StatementDefectContract::assertDefect);
    }

    private void defect(String sql) {
        assertThatThrownBy(() -> database().read(session -> session.first(sql, row -> row.getInt(1))))
                .isInstanceOfSatisfying(SQLException.class, StatementDefectContract::assertDefect);
    }

    private static void assertDefect(SQLException failure) {
        Refusal refusal = Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, failure);
        assertThat(refusal).as(failure::toString).isInstanceOf(Corrupt.class);
        assertThat(refusal.detail()).doesNotContain("no_such", "SELEKT", "claim_gate");
    }
}
