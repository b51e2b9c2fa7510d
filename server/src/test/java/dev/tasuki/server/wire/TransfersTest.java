package dev.tasuki.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.TooBusy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private final Transfers transfers = new Transfers();
    private final List<Transfers.Place> places = new ArrayList<>();

    @Test
    @Tag("bound:uploads_per_address")
    void oneAddressHasFourAtOnce() throws UnknownHostException {
        enter(1, Limits.UPLOADS_PER_ADDRESS.intValue());

        assertThatThrownBy(() -> enter(1, 1))
                .isInstanceOfSatisfying(
                        TooBusy.class, busy -> assertThat(busy.retryAfter()).isPresent())
                .hasMessageContaining("4 uploads from this address");
        enter(2, 1);
        places.getFirst().close();
        enter(1, 1);
        assertThatThrownBy(() -> enter(1, 1)).isInstanceOf(TooBusy.class);
    }

    @Test
    @Tag("bound:uploads")
    void allAddressesHaveSixteenAtOnce() throws UnknownHostException {
        for (int address = 1; address <= Limits.UPLOADS.intValue(); address++) {
            enter(address, 1);
        }

        assertThatThrownBy(() -> enter(99, 1)).isInstanceOf(TooBusy.class).hasMessageContaining("16 uploads are");
        places.getFirst().close();
        enter(99, 1);
        assertThatThrownBy(() -> enter(98, 1)).isInstanceOf(TooBusy.class);
    }

    @Test
    @Tag("bound:downloads_per_address")
    void oneAddressTakesFourAtOnce() throws UnknownHostException {
        for (int i = 0; i < Limits.DOWNLOADS_PER_ADDRESS.value(); i++) {
            places.add(transfers.download(address(1)));
        }

        assertThatThrownBy(() -> transfers.download(address(1)))
                .isInstanceOf(TooBusy.class)
                .hasMessageContaining("4 downloads from this address");
        // The other way is free.
        enter(1, 1);
        places.getFirst().close();
        places.add(transfers.download(address(1)));
    }

    @Test
    @Tag("bound:downloads")
    void allAddressesTakeSixteenAtOnce() throws UnknownHostException {
        for (int address = 1; address <= Limits.DOWNLOADS.intValue(); address++) {
            places.add(transfers.download(address(address)));
        }

        assertThatThrownBy(() -> transfers.download(address(99)))
                .isInstanceOf(TooBusy.class)
                .hasMessageContaining("16 downloads are");
    }

    private void enter(int address, int times) throws UnknownHostException {
        for (int i = 0; i < times; i++) {
            places.add(transfers.upload(address(address)));
        }
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }
}
