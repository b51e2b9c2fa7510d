package dev.tasuki.adapters.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and maps of text in one column. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a list or map of text is always JSON", e);
        }
    }

    static List<String> list(String json) {
        try {
            return MAPPER.readValue(json, LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column that we wrote is no JSON list", e);
        }
    }

    /** Empty if it is no object of text; another program may have written it. */
    static Optional<Map<String, String>> readMap(String json) {
        try {
            Map<String, String> map = MAPPER.readValue(json, MAP);
            return Optional.ofNullable(map).filter(read -> !read.containsValue(null));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
