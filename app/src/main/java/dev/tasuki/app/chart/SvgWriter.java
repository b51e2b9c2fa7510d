package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Scene.Box;
import dev.tasuki.app.chart.Scene.Dot;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Label;
import dev.tasuki.app.chart.Scene.Line;
import dev.tasuki.app.chart.Scene.Shape;
import java.util.Locale;

/** Writes a scene as SVG 1.1. */
public final class SvgWriter {
    private static final String FONTS = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif";

    private SvgWriter() {}

    public static String write(Scene scene) {
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "role=\"img\" font-family=\"%s\">%n",
                scene.width(), scene.height(), scene.width(), scene.height(), FONTS));
        svg.append(format("<title>%s</title>%n", escaped(scene.title())));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (Shape shape : scene.shapes()) {
            svg.append(element(shape)).append('\n');
        }
        return svg.append("</svg>\n").toString();
    }

    private static String element(Shape shape) {
        return switch (shape) {
            case Line line ->
                format(
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
                        line.x1(),
                        line.y1(),
                        line.x2(),
                        line.y2(),
                        colour(line.ink()),
                        line.thickness(),
                        line.dashed() ? " stroke-dasharray=\"6 4\"" : "");
            case Dot dot ->
                format(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"%s/>",
                        dot.x(), dot.y(), dot.radius(), fill(dot.ink()));
            case Box box ->
                format(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"%s/>",
                        box.x(), box.y(), box.width(), box.height(), fill(box.ink()));
            case Label label -> text(label);
        };
    }

    private static String text(Label label) {
        String anchor = switch (label.anchor()) {
            case START -> "start";
            case MIDDLE -> "middle";
            case END -> "end";
        };
        String turn = label.turned() ? format(" transform=\"rotate(-90 %.1f %.1f)\"", label.x(), label.y()) : "";
        String weight = label.type().bold ? " font-weight=\"600\"" : "";
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\"%s%s%s>%s</text>",
                label.x(),
                label.y(),
                label.type().size,
                anchor,
                weight,
                fill(label.type().ink),
                turn,
                escaped(label.text()));
    }

    private static String fill(Ink ink) {
        String opacity = ink.opacity() < 1 ? format(" fill-opacity=\"%.2f\"", ink.opacity()) : "";
        return format(" fill=\"%s\"%s", colour(ink), opacity);
    }

    private static String colour(Ink ink) {
        return format("#%06x", ink.rgb());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    }

    /** The text as XML, without characters that XML 1.0 cannot hold. */
    static String escaped(String text) {
        StringBuilder xml = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                default -> xml.appendCodePoint(c < 0x20 || c == 0xFFFE || c == 0xFFFF || surrogate(c) ? 0xFFFD : c);
            }
        });
        return xml.toString();
    }

    private static boolean surrogate(int c) {
        return c >= 0xD800 && c <= 0xDFFF;
    }
}
