package dev.tasuki.core.use;

import com.fasterxml.jackson.core.JsonParser;
import dev.tasuki.core.request.ModelReader;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what a client's body calls its model, and puts the id in its place. For one body and one thread at a time. */
final class NameReading implements ModelReader {
    private final NameTable names;
    private @Nullable ModelRef ref;
    private @Nullable ModelId means;
    private boolean missed;
    private int from;
    private int to;

    NameReading(NameTable names) {
        this.names = names;
    }

    @Override
    public ModelId read(JsonParser parser) throws IOException {
        ModelRef said = ModelRef.of(parser.getText());
        ModelId id = means;
        if (id == null) {
            id = names.known(said).orElse(null);
        }
        missed = id == null;
        ref = said;
        means = id;
        from = (int) parser.currentTokenLocation().getByteOffset();
        to = (int) parser.currentLocation().getByteOffset();
        return id == null ? new ModelId(said.base()) : id;
    }

    /** True if what was read is not in memory; the id that was given then is of no use. */
    boolean missed() {
        return missed;
    }

    /** Looks in the store for what was missed; then the body is to be read again. */
    void find() {
        if (ref != null) {
            means = names.find(ref);
        }
    }

    /** True if what was taken for an id is a name that the table has learned of just now. */
    boolean learns() {
        return ref != null && ref.bare() && !renamed() && names.learns(ref);
    }

    private boolean renamed() {
        return ref != null && means != null && !ref.toString().equals(means.value());
    }

    /** The body with the model's id, which is all that a consumer knows. */
    byte[] message(byte[] body) {
        if (means == null || !renamed()) {
            return body;
        }
        String id = means.value();
        byte[] message = new byte[body.length - (to - from) + id.length() + 2];
        System.arraycopy(body, 0, message, 0, from);
        int at = from;
        message[at++] = '"';
        for (int i = 0; i < id.length(); i++) {
            message[at++] = (byte) id.charAt(i);
        }
        message[at++] = '"';
        System.arraycopy(body, to, message, at, body.length - to);
        return message;
    }
}
