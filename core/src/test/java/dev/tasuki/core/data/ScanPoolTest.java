package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.learn.table.TableSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScanPoolTest {
    private static final DatasetId ID = new DatasetId("d");

    private final ScanPool scanPool = new ScanPool(1_000, 1);

    @Test
    void aScanThatWaitsForBytesKeepsNoOtherFromItsTurn() throws Exception {
        PipedOutputStream slow = new PipedOutputStream();
        FutureTask<TableSummary> waiting = scanPool.start(ID, new PipedInputStream(slow));
        slow.write("a\n1\n".getBytes(StandardCharsets.US_ASCII));
        slow.flush();

        FutureTask<TableSummary> other = scanPool.start(ID, csv("b\n1\n2\n"));

        assertThat(other.get(60, TimeUnit.SECONDS).rows()).isEqualTo(2);
        assertThat(waiting).isNotDone();
        slow.close();
        assertThat(waiting.get(60, TimeUnit.SECONDS).rows()).isEqualTo(1);
    }

    @Test
    void aRefusedScanGivesItsTurnBackAndClosesItsStream() throws Exception {
        for (int i = 0; i < 3; i++) {
            PipedOutputStream out = new PipedOutputStream();
            FutureTask<TableSummary> bad = scanPool.start(ID, new PipedInputStream(out));
            out.write("a,a\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThatThrownBy(() -> ScanPool.await(bad)).isInstanceOf(InvalidRequest.class);
            assertThatThrownBy(() -> out.write('x')).isInstanceOf(IOException.class);
        }
        assertThat(ScanPool.await(scanPool.start(ID, csv("a\n1\n"))).rows()).isEqualTo(1);
    }

    private static ByteArrayInputStream csv(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
