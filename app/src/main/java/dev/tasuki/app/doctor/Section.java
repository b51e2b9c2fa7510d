package dev.tasuki.app.doctor;

import dev.tasuki.app.adapter.Finding;
import java.util.List;

/**
 * Findings about one thing: the settings here, or a running server, whose settings may differ.
 *
 * @param about {@link #HERE} or {@link #SERVER}, for programs
 * @param title what it is, for people
 */
public record Section(String about, String title, List<Finding> findings) {
    /** This machine and the settings given. */
    public static final String HERE = "settings";
    /** The server that answers at {@code --url}. */
    public static final String SERVER = "server";

    public Section {
        findings = List.copyOf(findings);
    }
}
