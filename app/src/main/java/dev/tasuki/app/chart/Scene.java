package dev.tasuki.app.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A drawing of shapes, painted in order on white. Coordinates in pixels from the upper left corner.
 *
 * @param title what it shows, for those who cannot see it
 */
public record Scene(int width, int height, String title, List<Shape> shapes) {
    public Scene {
        shapes = List.copyOf(shapes);
    }

    /** Something to paint. */
    sealed interface Shape {}

    /** A straight line; dashed if asked. */
    record Line(double x1, double y1, double x2, double y2, Ink ink, double thickness, boolean dashed)
            implements Shape {}

    /** A filled circle. */
    record Dot(double x, double y, double radius, Ink ink) implements Shape {}

    /** A filled rectangle. */
    record Box(double x, double y, double width, double height, Ink ink) implements Shape {}

    /** A line of text on its base line; upwards if {@code turned}. */
    record Label(double x, double y, String text, Type type, Anchor anchor, boolean turned) implements Shape {}

    /** A colour and how much of what is below it covers, 0 to 1. */
    record Ink(int rgb, double opacity) {
        static final Ink TEXT = new Ink(0x1F2937, 1);
        static final Ink FAINT_TEXT = new Ink(0x4B5563, 1);
        static final Ink GRID = new Ink(0xE5E7EB, 1);
        static final Ink AXIS = new Ink(0x9CA3AF, 1);
        static final Ink DATA = new Ink(0x2563EB, 1);
        static final Ink POINT = new Ink(0x2563EB, 0.55);
        static final Ink GUIDE = new Ink(0xDC2626, 1);
        static final Ink WHITE = new Ink(0xFFFFFF, 1);
    }

    /** How text looks. */
    enum Type {
        TITLE(16, true, Ink.TEXT),
        NAME(13, false, Ink.TEXT),
        TICK(12, false, Ink.FAINT_TEXT),
        TICK_ON_DARK(12, false, Ink.WHITE);

        final int size;
        final boolean bold;
        final Ink ink;

        Type(int size, boolean bold, Ink ink) {
            this.size = size;
            this.bold = bold;
            this.ink = ink;
        }

        /** How wide a text gets at most, in pixels, in any common sans-serif font. */
        double widthOf(String text) {
            return text.codePointCount(0, text.length()) * size * 0.64;
        }

        /** The text, cut so that it stays below the width. */
        String fit(String text, double width) {
            int room = Math.max(1, (int) (width / (size * 0.64)));
            return text.codePointCount(0, text.length()) <= room
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
        }
    }

    /** Which point of a text is at its coordinates. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Gathers shapes. */
    static final class Painter {
        private final List<Shape> shapes = new ArrayList<>();

        void line(double x1, double y1, double x2, double y2, Ink ink) {
            shapes.add(new Line(x1, y1, x2, y2, ink, 1, false));
        }

        void add(Shape shape) {
            shapes.add(shape);
        }

        void text(double x, double y, String text, Type type, Anchor anchor) {
            shapes.add(new Label(x, y, text, type, anchor, false));
        }

        Scene scene(int width, int height, String title) {
            return new Scene(width, height, title, shapes);
        }
    }
}
