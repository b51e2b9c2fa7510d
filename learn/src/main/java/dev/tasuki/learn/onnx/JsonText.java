package dev.tasuki.learn.onnx;

import java.util.List;

/** JSON of a few kinds of values. */
final class JsonText {
    private JsonText() {}

    /** Text, whole numbers, doubles, flags and lists of these; NaN is null. */
    static void put(Object value, StringBuilder into) {
        switch (value) {
            case List<?> list -> {
                into.append('[');
                for (int i = 0; i < list.size(); i++) {
                    into.append(i == 0 ? "" : ",");
                    put(list.get(i), into);
                }
                into.append(']');
            }
            case Double number -> into.append(Double.isFinite(number) ? number.toString() : "null");
            case Long whole -> into.append(whole);
            case Boolean flag -> into.append(flag);
            default -> quote(value.toString(), into);
        }
    }

    static void quote(String text, StringBuilder into) {
        into.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                into.append('\\').append(letter);
            } else if (letter < ' ') {
                into.append("\\u%04x".formatted((int) letter));
            } else {
                into.append(letter);
            }
        }
        into.append('"');
    }
}
