package dev.tasuki.app.cli;

/** Shows how far work has come, on the error stream: a bar on a terminal, else a line per stage. */
final class ProgressLine {
    private static final int BAR = 30;

    private final CommandContext context;
    private String stage = "";
    private boolean drawn;

    ProgressLine(CommandContext context) {
        this.context = context;
    }

    /** Shows a fraction from 0 to 1, the stage's word and a line about it. */
    synchronized void show(double fraction, String now, String text) {
        if (context.terminal()) {
            draw(fraction, text.isEmpty() ? now : text);
        } else if (!now.equals(stage)) {
            context.err().println(Screen.clean(now + " " + text).strip());
        }
        stage = now;
    }

    private void draw(double fraction, String text) {
        int full = (int) Math.round(fraction * BAR);
        String bar = "█".repeat(full) + "░".repeat(BAR - full);
        String line = "%s %3d %%  %s".formatted(bar, Math.round(fraction * 100), text);
        context.err().print("\r" + Screen.clean(line) + "\u001b[K");
        context.err().flush();
        drawn = true;
    }

    /** Ends the bar's line. */
    synchronized void end() {
        if (drawn) {
            context.err().println();
            drawn = false;
        }
    }
}
