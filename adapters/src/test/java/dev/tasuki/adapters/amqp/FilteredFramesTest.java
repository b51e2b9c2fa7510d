package dev.tasuki.adapters.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import dev.tasuki.core.task.Limits;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client library gets to read of what a broker sends. */
public final class FilteredFramesTest {
    private static final int DEPTH = Limits.MESSAGE_HEADER_DEPTH.intValue();
    private static final int ENTRIES = Limits.MESSAGE_HEADER_ENTRIES.intValue();
    private static final int BYTES = Limits.MESSAGE_BYTES.intValue();
    private static final int PIECE = 131_064;

    @Test
    @Tag("bound:message_header_depth")
    void headersMayBeNestedUpToTheBound() throws IOException {
        assertThat(refusal(with(nested(DEPTH)))).isNull();
        assertThat(refusal(with(nested(DEPTH + 1)))).contains("nested more than " + DEPTH + " levels");
        assertThat(refusal(with(nested(200)))).contains("nested more than " + DEPTH + " levels");
        assertThat(refusal(with(Map.of("a", listed(DEPTH - 1))))).isNull();
        assertThat(refusal(with(Map.of("a", listed(DEPTH))))).contains("nested more than " + DEPTH + " levels");
    }

    @Test
    @Tag("bound:message_header_entries")
    void thereMayBeSoManyHeaders() throws IOException {
        assertThat(refusal(with(many(ENTRIES)))).isNull();
        assertThat(refusal(with(many(ENTRIES + 1)))).contains("more than " + ENTRIES + " headers");
        assertThat(refusal(with(Map.of("inner", many(ENTRIES - 1))))).isNull();
        assertThat(refusal(with(Map.of("inner", many(ENTRIES))))).contains("more than " + ENTRIES + " headers");
    }

    @Test
    @Tag("bound:message_header_bytes")
    void propertiesMayHaveSoManyBytes() throws IOException {
        int bound = Limits.MESSAGE_HEADER_BYTES.intValue();
        int rest = with(Map.of("a", "")).toFrame(1, 0).getPayload().length;
        assertThat(refusal(with(Map.of("a", "x".repeat(bound - rest))))).isNull();
        assertThat(refusal(with(Map.of("a", "x".repeat(bound - rest + 1))))).contains("at most 32 KiB");
    }

    @Test
    void whatElseIsKnownOfARefusedMessageIsKept() throws IOException {
        BasicProperties sent = new BasicProperties.Builder()
                .contentType("application/json")
                .headers(nested(40))
                .deliveryMode(2)
                .correlationId("c-1")
                .replyTo("answers")
                .expiration("5000")
                .messageId("m")
                .timestamp(new Date(1000))
                .build();
        BasicProperties read =
                properties(filtered(List.of(sent.toFrame(1, 0)), size -> true).getFirst());
        assertThat(read.getHeaders()).containsOnlyKeys(ContentHeader.REFUSED);
        assertThat(read.getCorrelationId()).isEqualTo("c-1");
        assertThat(read.getReplyTo()).isEqualTo("answers");
        assertThat(read.getExpiration()).isEqualTo("5000");
        assertThat(read.getMessageId()).isEqualTo("m");
        assertThat(read.getDeliveryMode()).isEqualTo(2);
        assertThat(read.getContentType()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE, PIECE + 1})
    void aBodyWithinTheBoundPasses(int size) throws IOException {
        List<Frame> frames = filtered(message(1, with(Map.of("a", "b")), size), length -> true);
        assertThat(bodySize(frames.getFirst())).isEqualTo(size);
        assertThat(bytes(frames)).isEqualTo(size);
    }

    @Test
    @Tag("bound:message_bytes")
    void ofABodyBeyondTheBoundTheBeginningIsKept() throws IOException {
        List<Frame> largest = filtered(message(1, with(Map.of()), BYTES), size -> true);
        assertThat(bodySize(largest.getFirst())).isEqualTo(BYTES);
        assertThat(bytes(largest)).isEqualTo(BYTES);

        List<Frame> tooLarge = filtered(message(1, with(Map.of()), BYTES + 1), size -> true);
        assertThat(bodySize(tooLarge.getFirst())).isEqualTo(FilteredFrames.KEPT);
        assertThat(bytes(tooLarge)).isEqualTo(FilteredFrames.KEPT);
        assertThat(header(tooLarge, ContentHeader.REFUSED)).contains("8,388,609 bytes, at most 8 MiB");
        assertThat(tooLarge.getLast().getType()).as("passed over").isEqualTo(AMQP.FRAME_HEARTBEAT);
    }

    @Test
    void aBodyWithoutRoomIsPassedOverAndTheNextMessageIsNot() throws IOException {
        List<Frame> sent = new ArrayList<>(message(1, with(Map.of("a", "b")), 300_000));
        sent.addAll(message(1, with(Map.of("a", "b")), 10));
        List<Frame> frames = filtered(sent, size -> size < 100);
        assertThat(bodySize(frames.getFirst())).isZero();
        assertThat(header(frames, ContentHeader.LEFT)).isEqualTo("300000");
        assertThat(bytes(frames)).isEqualTo(10);
    }

    @Test
    void channelsDoNotDisturbEachOther() throws IOException {
        List<Frame> one = message(1, with(Map.of()), BYTES + 1);
        List<Frame> two = message(2, with(Map.of()), BYTES);
        List<Frame> mixed = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            mixed.add(one.get(i));
            if (i < two.size()) {
                mixed.add(two.get(i));
            }
        }
        List<Frame> frames = filtered(mixed, size -> true);
        assertThat(bytes(of(1, frames))).isEqualTo(FilteredFrames.KEPT);
        assertThat(bytes(of(2, frames))).isEqualTo(BYTES);
    }

    /** The library gives up the connection at what it cannot read, so nothing of that kind may pass. */
    @Test
    void whateverPassesTheLibraryCanRead() throws IOException {
        Random random = new Random(20_22);
        byte[] sample = sample().toFrame(1, 5).getPayload();
        for (int i = 0; i < 50_000; i++) {
            byte[] payload = sample.clone();
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                int at = 12 + random.nextInt(payload.length - 12);
                payload[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "SIFAVtTlDx".charAt(random.nextInt(10));
            }
            int length = random.nextInt(4) == 0 ? 14 + random.nextInt(payload.length - 14) : payload.length;
            Frame frame = new Frame(AMQP.FRAME_HEADER, 1, java.util.Arrays.copyOf(payload, length));
            Frame passed = filtered(List.of(frame), size -> true).getFirst();
            assertThat(properties(passed)).as("change %d", i).isNotNull();
        }
    }

    private static BasicProperties sample() {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "text", "x", "number", 1, "flag", true, "time", new Date(1), "list", List.of(1, "b", List.of(2L))));
        headers.put("table", Map.of("inner", Map.of("d", 1.5, "bytes", new byte[] {1, 2}), "n", 1.5f));
        headers.put("decimal", new java.math.BigDecimal("1.5"));
        headers.put("short", (short) 1);
        headers.put("nothing", null);
        return new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .headers(headers)
                .deliveryMode(2)
                .priority(1)
                .correlationId("c")
                .replyTo("r")
                .expiration("1")
                .messageId("m")
                .timestamp(new Date(1))
                .type("t")
                .userId("u")
                .appId("a")
                .clusterId("k")
                .build();
    }

    private static BasicProperties with(Map<String, Object> headers) {
        return new BasicProperties.Builder().correlationId("c").headers(headers).build();
    }

    /** Tables in tables, {@code levels} levels in all. */
    public static Map<String, Object> nested(int levels) {
        Map<String, Object> table = Map.of("n", 1);
        for (int i = 1; i < levels; i++) {
            table = Map.of("n", table);
        }
        return table;
    }

    private static Object listed(int levels) {
        Object list = List.of(1);
        for (int i = 1; i < levels; i++) {
            list = List.of(list);
        }
        return list;
    }

    private static Map<String, Object> many(int count) {
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("h" + i, i);
        }
        return headers;
    }

    private static List<Frame> message(int channel, BasicProperties properties, int size) throws IOException {
        List<Frame> frames = new ArrayList<>();
        Frame header = properties.toFrame(channel, size);
        frames.add(new Frame(AMQP.FRAME_HEADER, channel, header.getPayload()));
        byte[] body = "x".repeat(Math.max(size, 0)).getBytes(UTF_8);
        for (int at = 0; at < size; at += PIECE) {
            frames.add(Frame.fromBodyFragment(channel, java.nio.ByteBuffer.wrap(body), at, Math.min(PIECE, size - at)));
        }
        return frames;
    }

    private static String refusal(BasicProperties properties) throws IOException {
        List<Frame> frames = filtered(List.of(properties.toFrame(1, 0)), size -> true);
        return header(frames, ContentHeader.REFUSED);
    }

    private static String header(List<Frame> frames, String name) throws IOException {
        Object value = properties(frames.getFirst()).getHeaders().get(name);
        return value == null ? null : value.toString();
    }

    private static List<Frame> filtered(List<Frame> sent, LongPredicate budget) throws IOException {
        Queue<Frame> waiting = new ArrayDeque<>(sent);
        FrameHandler source = (FrameHandler) Proxy.newProxyInstance(
                FrameHandler.class.getClassLoader(),
                new Class<?>[] {FrameHandler.class},
                (proxy, method, arguments) -> method.getName().equals("readFrame") ? waiting.poll() : null);
        FilteredFrames filter = new FilteredFrames(source, budget);
        List<Frame> passed = new ArrayList<>();
        for (Frame next = filter.readFrame(); next != null; next = filter.readFrame()) {
            passed.add(next);
        }
        return passed;
    }

    private static BasicProperties properties(Frame frame) throws IOException {
        return (BasicProperties)
                AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(frame.getPayload())));
    }

    private static long bodySize(Frame frame) throws IOException {
        return properties(frame).getBodySize();
    }

    private static List<Frame> of(int channel, List<Frame> frames) {
        return frames.stream().filter(frame -> frame.getChannel() == channel).toList();
    }

    private static long bytes(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.getType() == AMQP.FRAME_BODY)
                .mapToLong(frame -> frame.getPayload().length)
                .sum();
    }
}
