package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a process and the child that grows its forest tell each other. To the child: what to learn as
 * JSON, then the dataset in pieces, each with its length before it, 0 at the end, then at any time a byte that tells
 * why it should end with what it has. From the child: frames,
 * each a letter, a length and so many bytes. Nothing in them chooses a class to be made.
 */
final class FitFrames {
    static final byte PROGRESS = 'P';
    static final byte LEARNED = 'L';
    static final byte REFUSED = 'R';

    private static final int PIECE = 64 << 10;
    private static final int BROKEN_OFF = -1;

    private FitFrames() {}

    /** What to learn. */
    record Wanted(DatasetId dataset, String etag, String subject, byte[] request) {
        void write(DataOutputStream out) throws IOException {
            ObjectNode json = Json.object();
            json.put("dataset", dataset.value());
            json.put("etag", etag);
            json.put("subject", subject);
            byte[] bytes = Json.bytes(json);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.writeInt(request.length);
            out.write(request);
        }

        static Wanted read(DataInputStream in) throws IOException {
            JsonNode json = Json.parse(exactly(in, in.readInt()));
            return new Wanted(
                    new DatasetId(json.get("dataset").textValue()),
                    json.get("etag").textValue(),
                    json.get("subject").textValue(),
                    exactly(in, in.readInt()));
        }
    }

    /** All of a dataset; one that breaks off is said to. */
    static void writeDataset(InputStream csv, DataOutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        try {
            for (int n = csv.read(piece); n >= 0; n = csv.read(piece)) {
                if (n > 0) {
                    out.writeInt(n);
                    out.write(piece, 0, n);
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            out.writeInt(BROKEN_OFF);
            out.flush();
            throw unreadable;
        }
        out.writeInt(0);
        out.flush();
    }

    /** The dataset's bytes, to its end. */
    static InputStream dataset(DataInputStream in) {
        return new InputStream() {
            private int left;
            private boolean ended;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0 && !ended) {
                    left = in.readInt();
                    ended = left == 0;
                }
                if (left < 0) {
                    throw new IOException("the dataset broke off");
                }
                if (ended) {
                    return -1;
                }
                int n = in.read(into, offset, Math.min(length, left));
                if (n < 0) {
                    throw new IOException("the other process has ended");
                }
                left -= n;
                return n;
            }
        };
    }

    static void write(OutputStream out, byte kind, byte[] body) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeByte(kind);
        data.writeInt(body.length);
        data.write(body);
        data.flush();
    }

    static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static byte[] progress(Progress progress) {
        ObjectNode json = Json.object();
        json.put("fraction", progress.fraction());
        json.put("stage", progress.stage());
        json.put("text", progress.text());
        return Json.bytes(json);
    }

    static Progress progress(byte[] body) {
        JsonNode json = Json.parse(body);
        return new Progress(
                json.get("fraction").doubleValue(),
                json.get("stage").textValue(),
                json.get("text").textValue());
    }

    /** The byte for a reason to end with what there is. */
    static int said(FinishReason reason) {
        return reason.ordinal() + 1;
    }

    /** The reason of a byte; empty for one that a newer version may say. */
    static Optional<FinishReason> finishReason(int said) {
        return Arrays.stream(FinishReason.values())
                .filter(reason -> said(reason) == said)
                .findFirst();
    }

    static byte[] refusal(Refusal refusal) {
        ObjectNode json = Json.object();
        json.put("code", refusal.code().text());
        json.put("detail", refusal.detail());
        return Json.bytes(json);
    }

    /** A dataset that could not be read to its end may be had the next time. */
    static Refusal refusal(byte[] body) {
        JsonNode json = Json.parse(body);
        RefusalCode code = RefusalCode.of(json.get("code").textValue());
        String detail = json.get("detail").textValue();
        return code == RefusalCode.STORE_UNAVAILABLE
                ? new Unavailable(code, detail, Duration.ofSeconds(2))
                : InvalidRequest.content(code, detail);
    }

    /** What was learned: metrics and report as one frame's JSON, and the artifact behind it. */
    static void writeLearned(OutputStream out, Learned learned) throws IOException {
        ObjectNode json = Json.object();
        json.set("metrics", learned.metrics());
        json.set("report", learned.report());
        write(out, LEARNED, Json.bytes(json));
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(learned.artifact().length);
        data.write(learned.artifact());
        data.flush();
    }

    static Learned learned(byte[] body, DataInputStream in) throws IOException {
        JsonNode json = Json.stored(new String(body, StandardCharsets.UTF_8));
        return new Learned(exactly(in, in.readInt()), json.get("metrics"), json.get("report"));
    }
}
