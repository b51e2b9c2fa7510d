package dev.tasuki.learn.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A golden file: lines of a word and values, in their order. */
record Golden(List<Line> lines) {
    /** One line. */
    record Line(String key, List<String> values) {
        double[] doubles(int from) {
            return values.stream().skip(from).mapToDouble(Golden::number).toArray();
        }

        int[] ints(int from) {
            return values.stream().skip(from).mapToInt(Integer::parseInt).toArray();
        }

        int integer(int index) {
            return Integer.parseInt(values.get(index));
        }

        double number(int index) {
            return Golden.number(values.get(index));
        }
    }

    static Golden named(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name + ".gz"), name)) {
            return read(in);
        }
    }

    static Golden read(InputStream packed) throws IOException {
        List<Line> lines = new ArrayList<>();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] parts = line.split(" ", -1);
            lines.add(new Line(parts[0], List.of(Arrays.copyOfRange(parts, 1, parts.length))));
        }
        return new Golden(lines);
    }

    List<Line> all(String key) {
        return lines.stream().filter(line -> line.key().equals(key)).toList();
    }

    Line only(String key) {
        List<Line> found = all(key);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " lines say " + key);
        }
        return found.getFirst();
    }

    boolean says(String key) {
        return !all(key).isEmpty();
    }

    private static double number(String bits) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    }
}
