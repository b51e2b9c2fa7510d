package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Frame.Range;
import dev.tasuki.app.chart.Scene.Anchor;
import dev.tasuki.app.chart.Scene.Box;
import dev.tasuki.app.chart.Scene.Dot;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Line;
import dev.tasuki.app.chart.Scene.Painter;
import dev.tasuki.app.chart.Scene.Type;
import java.util.List;

/** How a metric differs between folds: a dot for each, their mean, and how far they lie around it. */
public final class FoldChart {
    private static final int WIDTH = 720;
    private static final int TOP = 56;
    private static final int ROW = 26;
    private static final int BELOW = 62;
    private static final double LEFT = 80;
    private static final Ink AROUND = new Ink(0x2563EB, 0.12);

    private FoldChart() {}

    /** The value of one fold. */
    public record Fold(String name, double value) {}

    /**
     * Draws.
     *
     * @param folds at least one
     * @param mean of the folds, the dashed line
     * @param deviation of the folds, the shaded width on either side
     */
    public static Scene of(String metric, List<Fold> folds, double mean, double deviation) {
        Range range = Range.of(folds.stream().mapToDouble(Fold::value).toArray())
                .and(new Range(mean - deviation, mean + deviation));
        double right = WIDTH - 28 - Type.TICK.widthOf("000000.0 ");
        Scale scale = Scale.around(range.least(), range.most(), LEFT, right);
        double bottom = TOP + ROW * (double) folds.size();
        Painter painter = new Painter();
        String title = "%s of %d folds: mean %s, std %s"
                .formatted(metric, folds.size(), Numbers.rounded(mean), Numbers.rounded(deviation));
        painter.text(24, 30, Type.TITLE.fit(title, WIDTH - 52.0), Type.TITLE, Anchor.START);
        double from = scale.pixel(mean - deviation);
        painter.add(new Box(from, TOP, scale.pixel(mean + deviation) - from, bottom - TOP, AROUND));
        Frame.paintUpright(painter, scale, TOP, bottom);
        painter.line(LEFT, bottom, right, bottom, Ink.AXIS);
        for (int i = 0; i < folds.size(); i++) {
            Fold fold = folds.get(i);
            double y = TOP + (i + 0.5) * ROW;
            painter.text(LEFT - 10, y + 4, Type.NAME.fit(fold.name, LEFT - 14), Type.NAME, Anchor.END);
            painter.add(new Dot(scale.pixel(fold.value), y, 5, Ink.DATA));
            painter.text(WIDTH - 28, y + 4, Numbers.rounded(fold.value), Type.TICK, Anchor.END);
        }
        painter.add(new Line(scale.pixel(mean), TOP, scale.pixel(mean), bottom, Ink.GUIDE, 1.5, true));
        painter.text((LEFT + right) / 2, bottom + 46, metric, Type.NAME, Anchor.MIDDLE);
        return painter.scene(WIDTH, (int) bottom + BELOW, metric + " of each fold");
    }
}
