package dev.tasuki.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has happened, as a running hash over everything and the last lines as text. For one turn at a time. */
final class Trace {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final List<String> tail = new ArrayList<>();
    private final int kept;
    private long hash = FNV_OFFSET;
    private long lines;

    /** Keeps the last {@code kept} lines. */
    Trace(int kept) {
        this.kept = kept;
    }

    void add(long micros, String who, String what) {
        String line = String.valueOf(micros) + ' ' + who + ' ' + what;
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * FNV_PRIME;
        }
        if (tail.size() == kept) {
            tail.set((int) (lines % kept), line);
        } else {
            tail.add(line);
        }
        lines++;
    }

    /** FNV-1a over all lines: equal for equal histories. */
    long hash() {
        return hash;
    }

    long lines() {
        return lines;
    }

    /** The last lines, oldest first, their times in seconds. */
    List<String> tail() {
        List<String> last = new ArrayList<>();
        for (long i = Math.max(0, lines - kept); i < lines; i++) {
            String line = tail.get((int) (i % kept));
            int space = line.indexOf(' ');
            double seconds = Long.parseLong(line.substring(0, space)) / 1e6;
            last.add(String.format(Locale.ROOT, "%12.6f%s", seconds, line.substring(space)));
        }
        return last;
    }
}
