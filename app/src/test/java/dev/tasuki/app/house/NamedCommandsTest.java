package dev.tasuki.app.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.cli.CommandContext;
import dev.tasuki.app.cli.Program;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Commands that stand in a sentence of a page are commands of the program, and their flags are flags of that command. */
class NamedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("`(?:\\./)?tasuki ([^`]+)`");
    private static final Pattern MEASURED = Pattern.compile("`bench/run ([^`]+)`");
    private static final Pattern BUILT = Pattern.compile("`[^`]*mvn [^`]*-pl ([a-z,]+)[^`]*`");
    private static final Pattern CASE = Pattern.compile("case \"(\\w+)\" ->.*");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]*");
    /** What the start script does by itself. */
    private static final String RELEASE = "release";

    private final Map<String, String> helps = new HashMap<>();

    @Test
    void eachIsACommandOfTheProgramWithItsFlags() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (String page : CommandsOfPagesTest.pages()) {
            for (String line : Checkout.lines(Checkout.root().resolve(page))) {
                for (String command : named(COMMAND, line)) {
                    seen++;
                    wrong(command).forEach(what -> wrong.add("%s: `tasuki %s`: %s".formatted(page, command, what)));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(60);
    }

    @Test
    void whatIsNoCommandIsFound() {
        assertThat(wrong("tasks retry ID --set timeout_s=600")).isEmpty();
        assertThat(wrong("help models list")).isEmpty();
        assertThat(wrong("tasks begin ID")).containsExactly("there is no command tasks begin");
        assertThat(wrong("train --datset x -p a=1")).containsExactly("train has no --datset");
    }

    @Test
    void eachBenchmarkIsOne() {
        Set<String> there =
                Checkout.lines(Checkout.root().resolve("bench/src/main/java/dev/tasuki/bench/Bench.java")).stream()
                        .flatMap(line -> named(CASE, line).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        for (String page : CommandsOfPagesTest.pages()) {
            for (String line : Checkout.lines(Checkout.root().resolve(page))) {
                named(MEASURED, line).forEach(words -> named.add(words.split(" ")[0]));
            }
        }
        assertThat(there).containsAll(named);
        assertThat(named).contains("http", "learn", "deployment").hasSizeGreaterThan(10);
    }

    @Test
    void eachModuleThatMavenIsToBuildIsThere() {
        Set<String> named = new TreeSet<>();
        for (String page : CommandsOfPagesTest.pages()) {
            for (String line : Checkout.lines(Checkout.root().resolve(page))) {
                named(BUILT, line).forEach(modules -> named.addAll(List.of(modules.split(","))));
            }
        }
        assertThat(named)
                .contains("learn")
                .allMatch(module -> Files.exists(Checkout.root().resolve(module).resolve("pom.xml")));
    }

    private static List<String> named(Pattern pattern, String line) {
        return pattern.matcher(line).results().map(found -> found.group(1)).toList();
    }

    private List<String> wrong(String command) {
        List<String> words = new ArrayList<>(ShownPage.words(command));
        if (words.getFirst().equals("help") && words.size() > 1) {
            words.removeFirst();
        }
        String name =
                words.stream().takeWhile(word -> WORD.matcher(word).matches()).collect(Collectors.joining(" "));
        if (name.equals(RELEASE)) {
            return List.of();
        }
        String help = helps.computeIfAbsent(name, NamedCommandsTest::help);
        if (!help.contains("tasuki " + name)) {
            return List.of("there is no command " + name);
        }
        return words.stream()
                .filter(word -> word.startsWith("-"))
                .map(word -> word.split("=")[0])
                .filter(flag -> !help.contains(flag) && !help.contains(flag.replace('_', '-')))
                .map(flag -> name + " has no " + flag)
                .toList();
    }

    private static String help(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        CommandContext context =
                new CommandContext(Map.of(), Path.of(""), InputStream.nullInputStream(), stream, stream, false);
        List<String> words = new ArrayList<>(List.of(name.split(" ")));
        words.add("--help");
        new Program(context).run(words.toArray(String[]::new));
        return out.toString(UTF_8);
    }
}
