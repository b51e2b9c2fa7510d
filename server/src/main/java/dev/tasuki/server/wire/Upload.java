package dev.tasuki.server.wire;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is sent: the body itself, or the one file of a form.
 *
 * @param fields of the form that stood before the file
 * @param fileName as the client calls it; empty if it does not
 * @param content of the file, un-zipped; closing it closes the body
 */
public record Upload(Map<String, String> fields, String fileName, InputStream content) implements AutoCloseable {
    /** The fields that a form may have beside its file. */
    static final List<String> FIELDS = List.of("id", "separator", "encoding");

    private static final String FILE = "file";
    private static final List<String> NAMES =
            Stream.concat(FIELDS.stream(), Stream.of(FILE)).toList();

    public Upload {
        fields = Map.copyOf(fields);
    }

    /** A field of the form, or what the URL says. Throws {@link InvalidRequest} if they differ. */
    public @Nullable String field(String name, @Nullable String said) {
        String field = fields.get(name);
        if (said != null && field != null && !said.equals(field)) {
            throw InvalidRequest.field(new FieldProblem(
                    "value_error",
                    List.of("body", name),
                    "Field should be '" + Shown.of(said) + "', as the URL says, or be left out",
                    Shown.of(field)));
        }
        return field == null ? said : field;
    }

    /** Reads the form up to its file, which is what is left to read of it. */
    static Upload form(InputStream body, String contentType) throws IOException {
        FormParts parts = new FormParts(body, contentType);
        Map<String, String> fields = new HashMap<>();
        while (true) {
            FormParts.Head head = parts.next()
                    .orElseThrow(() -> FormParts.wrong("the form has no file; send one, such as curl -F file=@x.csv"));
            Optional<String> fileName = head.fileName();
            if (fileName.isPresent() || head.name().equals(FILE)) {
                return new Upload(fields, fileName.orElse(""), new LastPart(parts, body));
            }
            // It is called so everywhere else.
            String name = head.name().equals("dataset_id") ? "id" : head.name();
            requireKnown(name);
            if (fields.put(name, parts.value()) != null) {
                throw FormParts.wrong("the field " + FormParts.quoted(name) + " stands twice; send it once");
            }
        }
    }

    private static void requireKnown(String name) {
        if (!FIELDS.contains(name)) {
            throw InvalidRequest.field(new FieldProblem(
                    "extra_forbidden",
                    List.of("body", Shown.of(name)),
                    "Extra inputs are not permitted" + Closest.hint(name, NAMES)
                            + "; beside its file a form may have the fields id, separator and encoding",
                    null));
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** The file, behind which nothing more may come: what came there would be ignored. */
    private static final class LastPart extends InputStream {
        private final FormParts parts;
        private final InputStream body;
        private final byte[] one = new byte[1];
        private boolean ended;

        LastPart(FormParts parts, InputStream body) {
            this.parts = parts;
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = ended ? -1 : parts.read(into, offset, length);
            if (n < 0 && !ended) {
                Optional<FormParts.Head> more = parts.next();
                if (more.isPresent()) {
                    throw FormParts.wrong("behind the file stands "
                            + FormParts.quoted(more.get().name())
                            + "; send one file, and fields before it, such as curl -F id=x -F file=@x.csv");
                }
                ended = true;
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
