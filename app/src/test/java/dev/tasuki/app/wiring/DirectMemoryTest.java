package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {
    /** Run in a JVM of its own, with a small heap. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            DirectMemory.bound();
            int most = Math.toIntExact(
                    Limits.DIRECT_MEMORY.bytes(Runtime.getRuntime().maxMemory()));
            ByteBuf all = UnpooledByteBufAllocator.DEFAULT.directBuffer(most, most);
            System.out.println("had " + (all.capacity() == most));
            try {
                UnpooledByteBufAllocator.DEFAULT.directBuffer(1, 1);
                System.out.println("one more");
            } catch (OutOfDirectMemoryError full) {
                System.out.println("no more");
            }
        }
    }

    @Test
    @Tag("bound:direct_memory")
    void aQuarterOfTheHeapMayBeUsedBesideItAndNotAByteMore() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(probe.waitFor()).as(said).isZero();
        assertThat(said).contains("had true", "no more").doesNotContain("one more");
    }
}
