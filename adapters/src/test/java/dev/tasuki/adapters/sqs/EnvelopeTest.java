package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Message;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String QUEUE = "queue.x";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "",
                "-",
                "\u0000",
                "a\uFFFEb",
                "\uFFFF",
                "tab\tline\nreturn\r",
                "日本 \uD83D\uDE00",
                "\u001b[0m",
                "{\"tasuki-object\":\"messages/x\"}"
            })
    void everyTextComesBackAndOnlyAllowedCharactersAreSent(String text) {
        Envelope.Wire wire = Envelope.of(message(text.getBytes(UTF_8))).wire(null);

        assertThat(wire.body()).isNotEmpty();
        assertThat(wire.body().codePoints())
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || c >= 0x20 && c <= 0xD7FF
                        || c >= 0xE000 && c <= 0xFFFD
                        || c > 0xFFFF);
        assertThat(wire.attribute()).matches("[ -~]+");
        assertThat(Envelope.read(QUEUE, "id", wire).orElseThrow().message().body())
                .isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void bytesThatAreNoTextComeBack() {
        byte[] bytes = new byte[10_000];
        new Random(1).nextBytes(bytes);

        Envelope.Wire wire = Envelope.of(message(bytes)).wire(null);

        assertThat(Envelope.read(QUEUE, "id", wire).orElseThrow().message().body())
                .isEqualTo(bytes);
    }

    @Test
    void jsonIsSentAsItIs() {
        assertThat(Envelope.of(message("{\"ä\":1}".getBytes(UTF_8))).wire(null).body())
                .isEqualTo("{\"ä\":1}");
    }

    @Test
    void everythingBesideTheBodyComesBack() {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            headers.put("header \u0000 " + i, "value «\uFFFE» \uD800 " + i);
        }
        headers.put("", "");
        Message sent = new Message(
                QUEUE,
                new byte[] {1},
                "corr «1» \u0000",
                "reply.x",
                Instant.ofEpochMilli(1_900_000_000_123L),
                true,
                headers);
        Envelope later = Envelope.of(sent).later(7, 1_900_000_000_000L);

        Envelope came = Envelope.read(QUEUE, "id", later.wire(null)).orElseThrow();

        assertThat(came.former()).isEqualTo(7);
        assertThat(came.notBefore()).isEqualTo(1_900_000_000_000L);
        assertThat(came.message().correlationId()).isEqualTo(sent.correlationId());
        assertThat(came.message().replyTo()).isEqualTo("reply.x");
        assertThat(came.message().deadline()).isEqualTo(sent.deadline());
        assertThat(came.message().durable()).isTrue();
        assertThat(came.message().headers()).isEqualTo(headers);
        assertThat(came.death()).isNull();
        assertThat(came.object()).isNull();
    }

    @Test
    void theEndOfTimeIsADeadlineToo() {
        Message endless = Message.request(QUEUE, new byte[] {1}, "c", "r", Instant.MAX);

        Envelope came =
                Envelope.read(QUEUE, "id", Envelope.of(endless).wire(null)).orElseThrow();

        assertThat(came.message().deadline()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }

    @Test
    void aDeadLetterHasAReasonAndNoDeadlineAndIsNotAnswered() {
        Message sent =
                Message.request(QUEUE, new byte[] {1}, "c", "r", Instant.MAX).withHeaders(Map.of("a", "b"));
        Envelope dead = Envelope.of(sent).dead(new Envelope.Death("no good: ü", 5, 6));

        Envelope came = Envelope.read(QUEUE, "id", dead.wire(null)).orElseThrow();

        assertThat(came.death()).isEqualTo(new Envelope.Death("no good: ü", 5, 6));
        assertThat(came.message().replyTo()).isNull();
        assertThat(came.message().deadline()).isNull();
        assertThat(came.message().durable()).isTrue();
        assertThat(came.message().headers()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void theObjectOfABodyIsNamed() {
        Envelope.Wire wire =
                Envelope.of(message(new byte[] {1})).checkedIn("messages/q/1").wire(null);

        assertThat(wire.body()).isEqualTo("{\"tasuki-object\":\"messages/q/1\"}");
        assertThat(Envelope.read(QUEUE, "id", wire).orElseThrow().object()).isEqualTo("messages/q/1");
    }

    @Test
    void aReplyNamesItsInbox() {
        Envelope.Wire wire = Envelope.of(message(new byte[] {1})).wire("p-reply-1/2");

        assertThat(Envelope.reply(wire).orElseThrow().message().queue()).isEqualTo("p-reply-1/2");
        assertThat(Envelope.read(QUEUE, "id", wire).orElseThrow().message().queue())
                .isEqualTo(QUEUE);
        assertThat(Envelope.reply(new Envelope.Wire("x", null))).isEmpty();
        assertThat(Envelope.reply(Envelope.of(message(new byte[] {1})).wire(null)))
                .isEmpty();
    }

    @Test
    void aForeignMessageIsDurableAndNamedByItsId() {
        Message came = Envelope.read(QUEUE, "id-7", new Envelope.Wire("{}", null))
                .orElseThrow()
                .message();

        assertThat(came.correlationId()).isEqualTo("id-7");
        assertThat(came.durable()).isTrue();
        assertThat(came.body()).isEqualTo("{}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "null",
                "{}",
                "{\"c\":1}",
                "{\"c\":null}",
                "{\"c\":\"x\",\"d\":\"tomorrow\"}",
                "{\"c\":\"x\",\"d\":1e30}",
                "{\"c\":\"x\",\"u\":99999999999999999999}",
                "{\"c\":\"x\",\"h\":{\"a\":{}}}",
                "{\"c\":\"x\",\"e\":\"gzip\"}",
                "{\"c\":\"x\",\"e\":\"base64\"}",
                "{\"c\":\"x\",\"e\":\"object\"}",
                "{\"c\":\"x\",\"r\":5}",
                "{\"c\":\"x\",\"reason\":[]}"
            })
    void whatNobodyOfOursWroteIsNotRead(String attribute) {
        assertThat(Envelope.read(QUEUE, "id", new Envelope.Wire("body!", attribute)))
                .isEmpty();
    }

    private static Message message(byte[] body) {
        return new Message(QUEUE, body, "c", null, null, false, Map.of());
    }
}
