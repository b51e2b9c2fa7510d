package dev.tasuki.app.settings;

import java.util.List;

/** Some settings are wrong: one line each. */
public final class SettingsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    SettingsRefused(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one line. */
    public List<String> problems() {
        return problems;
    }
}
