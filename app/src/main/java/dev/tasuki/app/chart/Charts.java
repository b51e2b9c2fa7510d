package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Frame.Range;
import dev.tasuki.app.chart.Scene.Anchor;
import dev.tasuki.app.chart.Scene.Box;
import dev.tasuki.app.chart.Scene.Dot;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Label;
import dev.tasuki.app.chart.Scene.Line;
import dev.tasuki.app.chart.Scene.Painter;
import dev.tasuki.app.chart.Scene.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The charts of a report. */
public final class Charts {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;
    private static final int MOST_BARS = 30;

    private Charts() {}

    /** A feature and its share of the importance. */
    public record Importance(String feature, double value) {}

    /** One point for each held-out row; a perfect model has all of them on the dashed line. */
    public static Scene predictedAgainstActual(double[] actual, double[] predicted, String target) {
        Range both = Range.of(actual).and(Range.of(predicted));
        Frame frame = Frame.around(WIDTH, HEIGHT, both, both);
        Painter painter = new Painter();
        frame.paint(painter, "Predicted against actual", "actual " + target, "predicted " + target);
        double low = Math.max(frame.x().low(), frame.y().low());
        double high = Math.min(frame.x().high(), frame.y().high());
        painter.add(guide(frame, low, low, high, high));
        points(painter, frame, actual, predicted);
        return painter.scene(WIDTH, HEIGHT, "Predicted against actual values of " + target);
    }

    /** How far each held-out prediction is off; a good model's points lie evenly around the dashed line. */
    public static Scene residuals(double[] actual, double[] predicted, String target) {
        double[] residuals = new double[actual.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = actual[i] - predicted[i];
        }
        Range around = Range.of(residuals).and(new Range(0, 0));
        Frame frame = Frame.around(WIDTH, HEIGHT, Range.of(predicted), around);
        Painter painter = new Painter();
        frame.paint(painter, "Residuals", "predicted " + target, "actual \u2212 predicted");
        painter.add(guide(frame, frame.x().low(), 0, frame.x().high(), 0));
        points(painter, frame, predicted, residuals);
        return painter.scene(WIDTH, HEIGHT, "Residuals against predicted values of " + target);
    }

    private static Line guide(Frame frame, double x1, double y1, double x2, double y2) {
        return new Line(
                frame.x().pixel(x1),
                frame.y().pixel(y1),
                frame.x().pixel(x2),
                frame.y().pixel(y2),
                Ink.GUIDE,
                1.5,
                true);
    }

    private static void points(Painter painter, Frame frame, double[] x, double[] y) {
        double radius = x.length > 400 ? 2.5 : 4;
        for (int i = 0; i < x.length; i++) {
            painter.add(new Dot(frame.x().pixel(x[i]), frame.y().pixel(y[i]), radius, Ink.POINT));
        }
    }

    /** Bars from the most important feature down; beyond 30 features the rest is left out and counted. */
    public static Scene importances(String name, List<Importance> importances) {
        List<Importance> sorted = new ArrayList<>(importances);
        sorted.sort(Comparator.comparingDouble(Importance::value).reversed());
        List<Importance> shown = sorted.subList(0, Math.min(MOST_BARS, sorted.size()));
        int rest = sorted.size() - shown.size();
        int row = 26;
        int top = 56;
        int height = top + row * shown.size() + 30;
        double names = Math.min(
                240,
                shown.stream()
                        .mapToDouble(bar -> Type.NAME.widthOf(bar.feature()))
                        .max()
                        .orElse(0));
        double left = 24 + names;
        double longest = Math.max(1e-300, shown.isEmpty() ? 1 : shown.getFirst().value());
        double room = WIDTH - left - 28 - Type.TICK.widthOf("0.0000 ");
        Painter painter = new Painter();
        String title = rest == 0 ? name : name + " (" + rest + " smaller ones left out)";
        painter.text(24, 30, title, Type.TITLE, Anchor.START);
        for (int i = 0; i < shown.size(); i++) {
            Importance bar = shown.get(i);
            double y = top + i * row;
            double length = Math.max(1, bar.value() / longest * room);
            painter.text(left - 10, y + 15, Type.NAME.fit(bar.feature(), names), Type.NAME, Anchor.END);
            painter.add(new Box(left, y + 2, length, row - 8, Ink.DATA));
            painter.text(
                    left + length + 8,
                    y + 15,
                    String.format(Locale.ROOT, "%.4f", bar.value()),
                    Type.TICK,
                    Anchor.START);
        }
        painter.line(left, top - 4, left, top + row * shown.size(), Ink.AXIS);
        return painter.scene(WIDTH, height, title);
    }

    /** How often each class (row) was taken for each class (column). */
    public static Scene confusion(List<String> classes, long[][] counts) {
        int n = classes.size();
        double names = Math.min(
                160, classes.stream().mapToDouble(Type.TICK::widthOf).max().orElse(0));
        double left = 60 + names;
        double top = 84;
        double cell = Math.clamp((WIDTH - left - 28) / Math.max(1, n), 14, 96);
        int width = (int) Math.max(WIDTH / 2.0, left + cell * n + 28);
        int height = (int) (top + cell * n + 56);
        Painter painter = new Painter();
        painter.text(24, 30, "Confusion matrix of the held-out rows", Type.TITLE, Anchor.START);
        for (int i = 0; i < n; i++) {
            long inRow = Math.max(1, sum(counts[i]));
            double y = top + i * cell;
            painter.text(left - 8, y + cell / 2 + 4, Type.TICK.fit(classes.get(i), names), Type.TICK, Anchor.END);
            double x = left + i * cell;
            String head = Type.TICK.fit(classes.get(i), cell);
            painter.text(x + cell / 2, top - 8, head, Type.TICK, Anchor.MIDDLE);
            for (int j = 0; j < n; j++) {
                double share = (double) counts[i][j] / inRow;
                painter.add(new Box(left + j * cell, y, cell - 1, cell - 1, new Ink(0x2563EB, 0.06 + 0.94 * share)));
                String count = String.valueOf(counts[i][j]);
                if (Type.TICK.widthOf(count) < cell - 2) {
                    Type type = share > 0.5 ? Type.TICK_ON_DARK : Type.TICK;
                    painter.text(left + (j + 0.5) * cell, y + cell / 2 + 4, count, type, Anchor.MIDDLE);
                }
            }
        }
        painter.text(left + cell * n / 2, height - 20, "predicted", Type.NAME, Anchor.MIDDLE);
        painter.add(new Label(22, top + cell * n / 2, "actual", Type.NAME, Anchor.MIDDLE, true));
        return painter.scene(width, height, "Confusion matrix");
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
