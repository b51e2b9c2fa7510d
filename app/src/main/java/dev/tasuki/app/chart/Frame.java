package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Scene.Anchor;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Label;
import dev.tasuki.app.chart.Scene.Painter;
import dev.tasuki.app.chart.Scene.Type;
import java.util.List;

/**
 * The title, axes, ticks and grid of a chart with two number axes.
 *
 * @param x the scale from left to right
 * @param y the scale from bottom to top
 */
record Frame(int width, int height, Scale x, Scale y) {
    private static final int TOP = 52;
    private static final int BOTTOM = 62;
    private static final int RIGHT = 28;

    /** What the axes must hold. */
    record Range(double least, double most) {
        /** The range of the values; 0..1 if there are none. */
        static Range of(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return values.length == 0 ? new Range(0, 1) : new Range(least, most);
        }

        Range and(Range other) {
            return new Range(Math.min(least, other.least), Math.max(most, other.most));
        }
    }

    /** A frame with as much room at the left as the widest number needs. */
    static Frame around(int width, int height, Range x, Range y) {
        Scale vertical = Scale.around(y.least(), y.most(), height - BOTTOM, TOP);
        double widest = vertical.ticks().stream()
                .mapToDouble(tick -> Type.TICK.widthOf(vertical.text(tick)))
                .max()
                .orElse(0);
        double left = 44 + widest;
        return new Frame(width, height, Scale.around(x.least(), x.most(), left, width - RIGHT), vertical);
    }

    /** Paints everything but the data. */
    void paint(Painter painter, String title, String nameX, String nameY) {
        double bottom = height - BOTTOM;
        double left = x.from();
        painter.text(left, 30, Type.TITLE.fit(title, width - left - RIGHT), Type.TITLE, Anchor.START);
        for (double tick : y.ticks()) {
            double at = y.pixel(tick);
            painter.line(left, at, width - RIGHT, at, Ink.GRID);
            painter.text(left - 8, at + 4, y.text(tick), Type.TICK, Anchor.END);
        }
        paintUpright(painter, x, TOP, bottom);
        painter.line(left, bottom, width - RIGHT, bottom, Ink.AXIS);
        painter.line(left, TOP, left, bottom, Ink.AXIS);
        double middle = (left + width - RIGHT) / 2;
        painter.text(middle, height - 16, Type.NAME.fit(nameX, width - left), Type.NAME, Anchor.MIDDLE);
        String upright = Type.NAME.fit(nameY, bottom - TOP);
        painter.add(new Label(20, (TOP + bottom) / 2, upright, Type.NAME, Anchor.MIDDLE, true));
    }

    /** Paints the lines that stand on a horizontal axis, and their numbers below it. */
    static void paintUpright(Painter painter, Scale x, double top, double bottom) {
        List<Double> ticks = x.ticks();
        double widest = ticks.stream()
                .mapToDouble(tick -> Type.TICK.widthOf(x.text(tick)))
                .max()
                .orElse(0);
        double room = (x.to() - x.from()) / Math.max(1, ticks.size() - 1);
        int every = Math.max(1, (int) Math.ceil((widest + 8) / room));
        for (int i = 0; i < ticks.size(); i++) {
            double at = x.pixel(ticks.get(i));
            painter.line(at, top, at, bottom, Ink.GRID);
            if (i % every == 0) {
                painter.text(at, bottom + 20, x.text(ticks.get(i)), Type.TICK, Anchor.MIDDLE);
            }
        }
    }
}
