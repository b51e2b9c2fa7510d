package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.FormatWriter;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.PartFormat;
import java.io.IOException;

/** What was measured of a fit as a part of a checkpoint: a length and the bytes of a JSON object. */
final class JsonPartFormat implements PartFormat<ObjectNode> {
    @Override
    public long length(ObjectNode metrics) {
        return Integer.BYTES + (long) Json.bytes(metrics).length;
    }

    @Override
    public void write(ObjectNode metrics, FormatWriter out) throws IOException {
        byte[] bytes = Json.bytes(metrics);
        out.putInt(bytes.length);
        out.putBytes(bytes);
    }

    @Override
    public ObjectNode read(FormatReader in) throws ModelFileException, IOException {
        byte[] bytes = in.readBytes(in.readCount("bytes of what was measured", 1));
        try {
            JsonNode json = Json.parse(bytes);
            if (json instanceof ObjectNode metrics) {
                return metrics;
            }
        } catch (Refusal noJson) {
            throw ModelFileException.damaged("what was measured is no JSON");
        }
        throw ModelFileException.damaged("what was measured is no JSON object");
    }
}
