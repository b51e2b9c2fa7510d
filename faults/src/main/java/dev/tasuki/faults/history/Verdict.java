package dev.tasuki.faults.history;

import java.util.List;
import java.util.Map;

/**
 * What became of a run.
 *
 * @param findings what is wrong, each with every instance; empty if all is well
 * @param figures what was counted, by name, in the order of a table
 */
public record Verdict(Map<Finding, List<String>> findings, Map<String, Long> figures) {
    /** Of a run that keeps no history. */
    public static final Verdict WELL = new Verdict(Map.of(), Map.of());

    /** True if nothing is wrong. */
    public boolean well() {
        return findings.isEmpty();
    }

    /** A figure that the checker counts. */
    public long figure(String name) {
        Long value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no figure \"" + name + "\"; there are " + figures.keySet());
        }
        return value;
    }

    /** One table for a person: figures, then findings, each with its first instances. */
    public String table() {
        StringBuilder text = new StringBuilder();
        figures.forEach((name, value) -> text.append("%-34s %8d%n".formatted(name, value)));
        for (Finding finding : Finding.values()) {
            List<String> instances = findings.getOrDefault(finding, List.of());
            if (!instances.isEmpty()) {
                text.append("%-34s %8d  %s%n".formatted("! " + finding, instances.size(), finding.meaning()));
                instances.stream()
                        .limit(5)
                        .forEach(one -> text.append("    ").append(one).append('\n'));
            }
        }
        return text.append(well() ? "all is well\n" : "NOT WELL\n").toString();
    }
}
