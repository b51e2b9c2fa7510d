package dev.tasuki.learn.encode;

import dev.tasuki.learn.prepare.DateParts;
import java.util.List;

/**
 * A column of dates or times, which become numbers: year, month, day and so on.
 *
 * @param parts which numbers
 * @param slots what becomes of each
 * @param missingTaken whether a missing value is taken
 * @param indicator whether a number of its own says where values are missing
 */
public record DateFeature(String name, DateParts parts, List<Slot> slots, boolean missingTaken, boolean indicator)
        implements Feature {
    /** Copies. @throws IllegalArgumentException when there is not a slot for each part */
    public DateFeature {
        slots = List.copyOf(slots);
        if (slots.size() != parts.columns()) {
            throw new IllegalArgumentException(slots.size() + " slots for " + parts.columns() + " parts of a date");
        }
    }

    /** Whether a text is a date or time as ISO 8601 writes it. */
    public static boolean reads(String text) {
        return DateParts.read(text).isPresent();
    }

    @Override
    public List<String> names() {
        return parts.names(name);
    }

    @Override
    public Taken missing(double[] into, int at) {
        if (!missingTaken) {
            return Taken.REFUSED;
        }
        for (int part = 0; part < slots.size(); part++) {
            into[at + part] = slots.get(part).apply(Double.NaN);
        }
        return Taken.MISSING;
    }

    @Override
    public Taken number(double value, String written, double[] into, int at) {
        return Taken.REFUSED;
    }

    @Override
    public Taken text(String value, double[] into, int at) {
        if (DateParts.read(value).isEmpty()) {
            return Taken.REFUSED;
        }
        parts.write(value, into, at);
        for (int part = 0; part < slots.size(); part++) {
            into[at + part] = slots.get(part).apply(into[at + part]);
        }
        return Taken.KNOWN;
    }

    @Override
    public Taken truth(boolean value, double[] into, int at) {
        return Taken.REFUSED;
    }

    @Override
    public String needs() {
        return "a date or time as ISO 8601 writes it is needed, such as 2024-02-29 or 2024-02-29T13:45:00Z"
                + (missingTaken ? "; null is a missing value" : "");
    }
}
