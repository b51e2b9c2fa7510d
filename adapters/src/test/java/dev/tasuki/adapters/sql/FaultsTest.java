package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Which failures of a database come to an end by themselves. */
final class FaultsTest {
    @ParameterizedTest
    @CsvSource({
        "22001, 0, too long",
        "22021, 0, a NUL",
        "23502, 0, a missing value",
        "42703, 0, no such column",
        "42P01, 0, no such table",
        "22001, 1406, MariaDB: too long",
        "23000, 1048, MariaDB: a missing value",
        "42S22, 1054, MariaDB: no such column",
        "42S02, 1146, MariaDB: no such table",
        "42000, 1064, MariaDB: not understood"
    })
    void aStatementThatIsRefusedEachTimeIsADefect(String state, int error, String what) {
        Refusal refusal = Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, new SQLException(what, state, error));

        assertThat(refusal).isInstanceOf(Corrupt.class);
        assertThat(refusal.code()).isEqualTo(RefusalCode.INTERNAL);
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal.detail()).doesNotContain(what);
    }

    @ParameterizedTest
    @CsvSource({
        "08001, 0, cannot be reached",
        "08S01, 0, cannot be reached",
        "57P01, 0, cannot be reached",
        "53100, 0, no space left",
        "53300, 0, does not answer",
        "40001, 0, does not answer",
        "40P01, 0, does not answer",
        "57014, 0, does not answer",
        "28P01, 0, refused the user or the password",
        "28000, 1045, refused the user or the password",
        "3D000, 0, has no database of that name",
        "42000, 1049, has no database of that name",
        "42501, 0, does not let this user do that",
        "42000, 1044, does not let this user do that",
        "42000, 1142, does not let this user do that",
        "42000, 1203, does not answer",
        "42000, 1226, does not answer",
        "HY000, 1205, does not answer",
        ", 0, does not answer"
    })
    void aServerThatIsAwayOrBusyOrSetUpWronglyComesBack(String state, int error, String words) {
        Refusal refusal = Faults.refusal(
                RefusalCode.RESULTS_UNAVAILABLE, new IllegalStateException(new SQLException("secret", state, error)));

        assertThat(refusal).isInstanceOf(Unavailable.class);
        assertThat(refusal.code()).isEqualTo(RefusalCode.RESULTS_UNAVAILABLE);
        assertThat(refusal.detail())
                .startsWith("the result store ")
                .contains(words)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_ERROR, true",
        "SQLITE_TOOBIG, true",
        "SQLITE_CONSTRAINT_NOTNULL, true",
        "SQLITE_MISMATCH, true",
        "SQLITE_MISUSE, true",
        "SQLITE_RANGE, true",
        "SQLITE_BUSY, false",
        "SQLITE_BUSY_SNAPSHOT, false",
        "SQLITE_IOERR_FSYNC, false",
        "SQLITE_FULL, false",
        "SQLITE_CANTOPEN, false",
        "SQLITE_CORRUPT, false",
        "SQLITE_READONLY_DBMOVED, false"
    })
    void sqliteTellsThemApartByItsCode(SQLiteErrorCode code, boolean defect) {
        Refusal refusal = Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, new SQLiteException("x", code));

        assertThat(refusal instanceof Corrupt).isEqualTo(defect);
    }
}
