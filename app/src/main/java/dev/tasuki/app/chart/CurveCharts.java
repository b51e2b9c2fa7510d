package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Frame.Range;
import dev.tasuki.app.chart.Scene.Anchor;
import dev.tasuki.app.chart.Scene.Dot;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Line;
import dev.tasuki.app.chart.Scene.Painter;
import dev.tasuki.app.chart.Scene.Type;
import java.util.List;

/** The charts of a classifier's curves: one line for each class, all of shares between 0 and 1. */
public final class CurveCharts {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;
    private static final Range SHARES = new Range(0, 1);
    private static final int[] COLOURS = {
        0x2563EB, 0xD97706, 0x059669, 0x7C3AED, 0xDB2777, 0x0891B2, 0x65A30D, 0x92400E, 0x475569, 0xB91C1C
    };

    private CurveCharts() {}

    /**
     * A line.
     *
     * @param name of the class, with a figure of the curve
     */
    public record Curve(String name, double[] x, double[] y) {}

    /** Receiver operating characteristic; chance lies on the dashed line. */
    public static Scene roc(List<Curve> curves) {
        Painter painter = new Painter();
        Frame frame = frame(painter, "ROC of the held-out rows", "false positive rate", "true positive rate");
        diagonal(painter, frame);
        lines(painter, frame, curves, false);
        legend(painter, frame, curves);
        return painter.scene(WIDTH, HEIGHT, "Receiver operating characteristic");
    }

    /** Precision over recall. */
    public static Scene precisionRecall(List<Curve> curves) {
        Painter painter = new Painter();
        Frame frame = frame(painter, "Precision over recall of the held-out rows", "recall", "precision");
        lines(painter, frame, curves, false);
        legend(painter, frame, curves);
        return painter.scene(WIDTH, HEIGHT, "Precision over recall");
    }

    /** What was predicted beside what came true; honest probabilities lie on the dashed line. */
    public static Scene calibration(List<Curve> curves) {
        Painter painter = new Painter();
        Frame frame =
                frame(painter, "Calibration of the held-out rows", "mean predicted probability", "share of the class");
        diagonal(painter, frame);
        lines(painter, frame, curves, true);
        legend(painter, frame, curves);
        return painter.scene(WIDTH, HEIGHT, "Calibration");
    }

    private static Frame frame(Painter painter, String title, String x, String y) {
        Frame frame = Frame.around(WIDTH, HEIGHT, SHARES, SHARES);
        frame.paint(painter, title, x, y);
        return frame;
    }

    private static void diagonal(Painter painter, Frame frame) {
        painter.add(line(frame, new double[] {0, 0, 1, 1}, Ink.GUIDE, true));
    }

    private static void lines(Painter painter, Frame frame, List<Curve> curves, boolean dots) {
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            Ink ink = ink(i);
            for (int p = 0; p < curve.x.length; p++) {
                if (p > 0) {
                    double[] ends = {curve.x[p - 1], curve.y[p - 1], curve.x[p], curve.y[p]};
                    painter.add(line(frame, ends, ink, false));
                }
                if (dots) {
                    painter.add(new Dot(frame.x().pixel(curve.x[p]), frame.y().pixel(curve.y[p]), 4, ink));
                }
            }
        }
    }

    private static Line line(Frame frame, double[] ends, Ink ink, boolean dashed) {
        return new Line(
                frame.x().pixel(ends[0]),
                frame.y().pixel(ends[1]),
                frame.x().pixel(ends[2]),
                frame.y().pixel(ends[3]),
                ink,
                dashed ? 1.5 : 2,
                dashed);
    }

    /** The names in the lower right corner, each in front of a piece of its line. */
    private static void legend(Painter painter, Frame frame, List<Curve> curves) {
        double top = frame.y().pixel(0) - 12 - 18.0 * (curves.size() - 1);
        double right = frame.x().pixel(1) - 10;
        for (int i = 0; i < curves.size(); i++) {
            double y = top + 18.0 * i;
            painter.add(new Line(right - 24, y - 4, right, y - 4, ink(i), 2, false));
            painter.text(right - 30, y, Type.TICK.fit(curves.get(i).name, 300), Type.TICK, Anchor.END);
        }
    }

    private static Ink ink(int curve) {
        return new Ink(COLOURS[curve % COLOURS.length], 1);
    }
}
