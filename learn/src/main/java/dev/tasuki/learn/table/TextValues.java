package dev.tasuki.learn.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text column while it is read. */
final class TextValues {
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> distinct = new ArrayList<>();
    private int[] codes = new int[1024];
    private int size;

    void addMissing() {
        addCode(-1);
    }

    void add(String text) {
        Integer code = codeOf.get(text);
        if (code == null) {
            code = distinct.size();
            codeOf.put(text, code);
            distinct.add(text);
        }
        addCode(code);
    }

    TextColumn toColumn(String name, TextColumn.@Nullable Misfit misfit) {
        return new TextColumn(name, Arrays.copyOf(codes, size), distinct, misfit);
    }

    private void addCode(int code) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, (int) Math.min(Integer.MAX_VALUE - 8, size + (size >> 1) + 1L));
        }
        codes[size++] = code;
    }
}
