package dev.tasuki.core.plugin;

import java.util.List;

/** Plug-ins that cannot be used: one sentence for each thing that is wrong. */
public final class PluginsRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    PluginsRefused(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one sentence. */
    public List<String> problems() {
        return problems;
    }
}
