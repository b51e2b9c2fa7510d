package dev.tasuki.app.chart;

import dev.tasuki.app.chart.Scene.Box;
import dev.tasuki.app.chart.Scene.Dot;
import dev.tasuki.app.chart.Scene.Ink;
import dev.tasuki.app.chart.Scene.Label;
import dev.tasuki.app.chart.Scene.Line;
import dev.tasuki.app.chart.Scene.Shape;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Writes a scene as PNG, two pixels for one of the scene, without a display. */
public final class PngWriter {
    private static final int SCALE = 2;

    private PngWriter() {}

    /** Thrown where the machine has no fonts, and so cannot paint text. */
    public static final class NoFonts extends Exception {
        private static final long serialVersionUID = 1L;

        NoFonts(Throwable cause) {
            super("this machine has no fonts to paint with", cause);
        }
    }

    public static void write(Scene scene, OutputStream out) throws IOException, NoFonts {
        BufferedImage image =
                new BufferedImage(scene.width() * SCALE, scene.height() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(SCALE, SCALE);
            graphics.setColor(Color.WHITE);
            graphics.fill(new Rectangle2D.Double(0, 0, scene.width(), scene.height()));
            for (Shape shape : scene.shapes()) {
                paint(graphics, shape);
            }
        } catch (InternalError | ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
            // What the JDK throws, depending on what is missing, where there is no fontconfig or font.
            throw new NoFonts(e);
        } finally {
            graphics.dispose();
        }
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", out);
    }

    private static void paint(Graphics2D graphics, Shape shape) {
        switch (shape) {
            case Line line -> {
                graphics.setColor(colour(line.ink()));
                graphics.setStroke(
                        line.dashed() ? dashes(line.thickness()) : new BasicStroke((float) line.thickness()));
                graphics.draw(new Line2D.Double(line.x1(), line.y1(), line.x2(), line.y2()));
            }
            case Dot dot -> {
                double size = 2 * dot.radius();
                graphics.setColor(colour(dot.ink()));
                graphics.fill(new Ellipse2D.Double(dot.x() - dot.radius(), dot.y() - dot.radius(), size, size));
            }
            case Box box -> {
                graphics.setColor(colour(box.ink()));
                graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
            }
            case Label label -> text(graphics, label);
        }
    }

    private static BasicStroke dashes(double thickness) {
        float[] pattern = {6, 4};
        return new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, pattern, 0);
    }

    private static void text(Graphics2D graphics, Label label) {
        graphics.setColor(colour(label.type().ink));
        graphics.setFont(new Font(Font.SANS_SERIF, label.type().bold ? Font.BOLD : Font.PLAIN, label.type().size));
        double width = graphics.getFontMetrics()
                .getStringBounds(label.text(), graphics)
                .getWidth();
        double shift = switch (label.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(label.x(), label.y());
        if (label.turned()) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.drawString(label.text(), (float) shift, 0);
        graphics.setTransform(before);
    }

    private static Color colour(Ink ink) {
        return new Color((ink.rgb() >> 16) & 0xFF, (ink.rgb() >> 8) & 0xFF, ink.rgb() & 0xFF, (int)
                Math.round(ink.opacity() * 255));
    }
}
