package dev.tasuki.adapters.resp;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Redis answered, as values. An answer of another form than ours scripts give is a defect. */
public final class Answer {
    private Answer() {}

    public static long number(@Nullable Object answer) {
        return answer instanceof Long number ? number : Long.parseLong(text(answer));
    }

    public static byte[] bytes(@Nullable Object answer) {
        return (byte[]) requireNonNull(answer, "Redis answered nothing where a text was expected");
    }

    public static String text(@Nullable Object answer) {
        return new String(bytes(answer), StandardCharsets.UTF_8);
    }

    public static List<Object> list(@Nullable Object answer) {
        List<Object> found = new ArrayList<>();
        if (answer instanceof List<?> all) {
            for (Object one : all) {
                found.add(requireNonNull(one, "Redis answered a list with a gap"));
            }
        }
        return found;
    }

    /** The values of these names in their order, each of which may be missing. */
    public static Map<String, byte[]> fields(@Nullable Object answer, List<String> names) {
        List<?> values = (List<?>) requireNonNull(answer, "Redis answered nothing where a list was expected");
        Map<String, byte[]> fields = HashMap.newHashMap(names.size());
        for (int i = 0; i < names.size(); i++) {
            if (values.get(i) instanceof byte[] value) {
                fields.put(names.get(i), value);
            }
        }
        return fields;
    }

    /** Names and values one after the other. */
    public static Map<String, byte[]> fields(@Nullable Object answer) {
        List<Object> all = list(answer);
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            fields.put(text(all.get(i)), bytes(all.get(i + 1)));
        }
        return fields;
    }
}
