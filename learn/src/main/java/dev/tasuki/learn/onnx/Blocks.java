package dev.tasuki.learn.onnx;

import java.util.ArrayList;
import java.util.List;

/** Values that stand side by side: tensors of some columns each. Not thread-safe. */
final class Blocks {
    private final List<String> names = new ArrayList<>();
    private int width;
    private String joined = "";
    private int joinedWidth;

    /** Puts a value of so many columns behind the others; the place of its first column. */
    int add(String name, int columns) {
        int place = width;
        names.add(name);
        width += columns;
        return place;
    }

    int width() {
        return width;
    }

    /** All of them as one value, which is made once. */
    String joined(OnnxGraph graph) {
        if (joinedWidth != width) {
            joined = names.size() == 1
                    ? names.getFirst()
                    : graph.op("Concat", Attributes.none().number("axis", 1), names.toArray(String[]::new));
            joinedWidth = width;
        }
        return joined;
    }
}
