package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, the alert rules and the page of metrics, beside what a server tells. */
class MonitoringIT {
    private static final Path PAGE = Checkout.root().resolve("docs/monitoring.md");
    private static final Path RULES = Checkout.root().resolve("deploy/prometheus/alerts.yml");
    private static final Path DASHBOARD = Checkout.root().resolve("deploy/grafana/tasuki.json");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)$");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z][a-z0-9_]*)[{ ]");
    private static final Pattern NAME = Pattern.compile("\\b(?:tasuki|http_server|jvm|process)_[a-z0-9_]+");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void whatTheDashboardTheRulesAndThePageNameIsThere() throws IOException {
        try (Program server = Program.serving(new Place(directory), "serve")) {
            Http http = new Http(server.url());
            http.ended(http.train(Http.TRAIN));
            String told = http.get("/metrics").body();
            Collection<String> series = SERIES.matcher(told)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(series).containsAll(names(expressions(Files.readString(RULES))));
            assertThat(series).containsAll(names(queries(MAPPER.readTree(DASHBOARD.toFile()))));
            List<String> table = table(told);
            assertThat(Checkout.lines(PAGE).stream()
                            .filter(line -> line.startsWith("| `tasuki_"))
                            .toList())
                    .as("docs/monitoring.md; the table should be:\n" + String.join("\n", table))
                    .isEqualTo(table);
        }
    }

    @Test
    void theRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
        boolean there = Files.exists(PROMTOOL);
        if (!there && Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError("no promtool, and TASUKI_REQUIRE_BACKENDS is true: install prometheus");
        }
        assumeTrue(there, "no promtool: install prometheus");
        Files.copy(RULES, directory.resolve("alerts.yml"));
        Files.copy(
                Checkout.root().resolve("app/src/test/resources/monitoring/alerts_test.yml"),
                directory.resolve("alerts_test.yml"));

        promtool("check", "rules", "alerts.yml");
        promtool("test", "rules", "alerts_test.yml");
    }

    private void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "promtool", ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A line for each of our own metrics, by name, with its help. */
    private static List<String> table(String told) {
        Map<String, String> helps = new TreeMap<>();
        HELP.matcher(told).results().forEach(found -> helps.put(found.group(1), found.group(2)));
        return helps.entrySet().stream()
                .filter(help -> help.getKey().startsWith("tasuki_"))
                .map(help -> "| `%s` | %s |".formatted(help.getKey(), help.getValue()))
                .toList();
    }

    private static String expressions(String rules) {
        return rules.lines().filter(line -> line.strip().startsWith("expr:")).collect(Collectors.joining("\n"));
    }

    private static String queries(JsonNode dashboard) {
        return String.join("\n", dashboard.findValuesAsText("expr"));
    }

    private static List<String> names(String expressions) {
        List<String> names = NAME.matcher(expressions)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        assertThat(names).hasSizeGreaterThan(5);
        return names;
    }
}
