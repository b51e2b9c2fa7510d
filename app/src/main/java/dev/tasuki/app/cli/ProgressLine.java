package dev.tasuki.app.cli;

/** Shows how far work has come, on the error stream: a bar on a terminal, else a line per stage. */
final class ProgressLine {
    private static final int BAR = 30;

    private final Surroundings surroundings;
    private String stage = "";
    private boolean drawn;

    ProgressLine(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Shows a fraction from 0 to 1, the stage's word and a line about it. */
    synchronized void show(double fraction, String now, String text) {
        if (surroundings.terminal()) {
            draw(fraction, text.isEmpty() ? now : text);
        } else if (!now.equals(stage)) {
            surroundings.err().println(Screen.clean(now + " " + text).strip());
        }
        stage = now;
    }

    private void draw(double fraction, String text) {
        int full = (int) Math.round(fraction * BAR);
        String bar = "█".repeat(full) + "░".repeat(BAR - full);
        String line = "%s %3d %%  %s".formatted(bar, Math.round(fraction * 100), text);
        surroundings.err().print("\r" + Screen.clean(line) + "\u001b[K");
        surroundings.err().flush();
        drawn = true;
    }

    /** Ends the bar's line. */
    synchronized void end() {
        if (drawn) {
            surroundings.err().println();
            drawn = false;
        }
    }
}
