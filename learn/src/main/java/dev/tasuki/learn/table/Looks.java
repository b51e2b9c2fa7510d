package dev.tasuki.learn.table;

import dev.tasuki.learn.table.Flaws.Cells;
import dev.tasuki.learn.table.Flaws.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the first cells of a column that are text look like. */
final class Looks {
    private static final int SHOWN = 2;

    private final Map<TextKind, Cells> seen = new EnumMap<>(TextKind.class);
    private int left;

    /** Looks at so many cells. */
    Looks(int cells) {
        this.left = cells;
    }

    void add(byte[] bytes, int start, int end, long line) {
        if (left == 0) {
            return;
        }
        left--;
        seen.merge(
                TextKind.of(bytes, start, end),
                new Cells(1, line, Shown.of(bytes, start, end)),
                (first, next) -> new Cells(first.count() + 1, first.line(), first.value()));
    }

    /** The commonest kinds; none where at least half of the cells are of no kind, since a guess would be wrong. */
    List<Look> common() {
        int all = seen.values().stream().mapToInt(Cells::count).sum();
        int other = seen.getOrDefault(TextKind.OTHER, Cells.NONE).count();
        if (2 * other >= all) {
            return List.of();
        }
        List<Look> looks = new ArrayList<>();
        seen.forEach((kind, cells) -> looks.add(new Look(kind, cells)));
        looks.removeIf(look -> look.kind() == TextKind.OTHER);
        looks.sort(Comparator.comparing((Look look) -> look.cells().count()).reversed());
        return looks.subList(0, Math.min(SHOWN, looks.size()));
    }
}
