package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One word for each thing, in code, documents and messages; and what is never written at all. */
class WordsTest {
    private static final List<Rule> RULES = List.of(
            rule("\\bjobs?\\b", "say task"),
            // The parameter of GET /events has the name that such streams give it.
            rule("\\btopics?\\b", "say queue").except("BuiltinExchangeType|exchange|topics=|[\"`]topics[\"`]"),
            rule("(?-i)\\bchannels?\\b", "say queue, or connection")
                    .exceptWhere("java\\.nio\\.channels|io\\.netty|com\\.rabbitmq|import pika|(?i)amqp|rabbit"),
            rule("(?-i)\\b(TODO|FIXME|XXX)\\b", "do it, or say why it is so"),
            rule("Thread\\.sleep|TimeUnit\\.\\w+\\.sleep", "wait for a signal"),
            rule("@Disabled\\b", "mend the test or delete it"),
            rule("UnsupportedOperationException", "build the feature, or leave the method out")
                    .except("/rabbitmq/|unmodifiable"),
            rule("System\\.getenv", "only Main reads the environment")
                    .except("/app/Main\\.java|/src/test/|testservers"),
            rule("/(root|work)/[a-z.]|/tmp/[a-z]", "name no folder of one machine"),
            rule("repo1?\\.maven\\.|registry\\.npmjs|\\bdeb\\.debian|\\bpypi\\.org", "name no registry's host"),
            // A migration that was shipped never changes.
            rule("\\bwho(so)?ever\\b", "name who: the client, the consumer, a process that …")
                    .except("/migration/"),
            rule("\\bin the place of\\b", "say instead of"),
            rule("\\bfor want of\\b", "say because there is no …"),
            rule("\\bfor ever\\b", "say always, never or without end"),
            rule("\\bbut for\\b", "say except").except("/learn/|/core/(fit|request|predict)/|/decisions/"),
            rule("\\* .*null: (nothing|none)\\b", "say null if there is none")
                    .except("/learn/|/core/(fit|request|predict)/"),
            rule("\\* .*\\bso many\\b", "name the number: {@code rows} rows, at most this many")
                    .except("/learn/|/core/(fit|request|predict)/|\\.md"),
            rule("\\bof another make\\b", "say foreign"),
            rule("\\bissue #?\\d|\\bthe brief\\b", "say the reason itself"));

    /** A pattern that must not occur, unless path and line match the exception. */
    private record Rule(Pattern pattern, String advice, Pattern exception, Pattern foreign) {
        Rule except(String regex) {
            return new Rule(pattern, advice, Pattern.compile(regex), foreign);
        }

        /** Files in which the word is a library's own. */
        Rule exceptWhere(String regex) {
            return new Rule(pattern, advice, exception, Pattern.compile(regex));
        }

        boolean broken(Path file, String line) {
            return pattern.matcher(line).find()
                    && !exception.matcher(line).find()
                    && !exception.matcher("/" + Checkout.name(file)).find();
        }
    }

    private static Rule rule(String regex, String advice) {
        Pattern never = Pattern.compile("(?!)");
        return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), advice, never, never);
    }

    @TestFactory
    Stream<DynamicTest> wordsThatAreNeverWritten() {
        List<Path> files = Checkout.files(
                ".java",
                ".md",
                ".xml",
                ".properties",
                ".sql",
                ".py",
                ".html",
                ".css",
                ".js",
                ".yml",
                "tasuki",
                "check");
        assertThat(files).as("files to look at").hasSizeGreaterThan(50);
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.advice(), () -> {
                    List<String> broken = new ArrayList<>();
                    for (Path file : files) {
                        // This list of words is the one place that must name them.
                        if (!file.endsWith("WordsTest.java")) {
                            look(rule, file, broken);
                        }
                    }
                    assertThat(broken).as(rule.pattern() + ": " + rule.advice()).isEmpty();
                }));
    }

    private static void look(Rule rule, Path file, List<String> broken) {
        List<String> lines = Checkout.lines(file);
        if (lines.stream().anyMatch(line -> rule.foreign().matcher(line).find())) {
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (rule.broken(file, lines.get(i))) {
                broken.add(Checkout.name(file) + ":" + (i + 1) + ": "
                        + lines.get(i).strip());
            }
        }
    }

    @Test
    void everyRefusalCodeHasItsParagraph() {
        List<String> lines = Checkout.lines(Checkout.root().resolve("docs/troubleshooting.md"));
        List<String> missing = Arrays.stream(RefusalCode.values())
                .map(RefusalCode::text)
                .filter(code -> paragraph(lines, code).length() < 120)
                .toList();

        assertThat(missing)
                .as("codes without a heading '### `code`' and a paragraph below it")
                .isEmpty();
    }

    @Test
    void everyParagraphIsAboutACodeThatExists() {
        List<String> codes = new ArrayList<>(
                Arrays.stream(RefusalCode.values()).map(RefusalCode::text).toList());
        codes.addAll(httpCodes());
        List<String> headings = Checkout.lines(Checkout.root().resolve("docs/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("### `"))
                .map(line -> line.substring(5, line.lastIndexOf('`')))
                .toList();

        assertThat(headings).doesNotHaveDuplicates().isSubsetOf(codes).containsAll(httpCodes());
    }

    /** Codes that only HTTP knows, such as for a path that is not there. */
    private static List<String> httpCodes() {
        Path file = Checkout.root().resolve("server/src/main/java/dev/tasuki/server/problem/HttpCode.java");
        Pattern constant = Pattern.compile("^    ([A-Z][A-Z_]+)\\(");
        return Checkout.lines(file).stream()
                .map(constant::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(matcher -> matcher.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String paragraph(List<String> lines, String code) {
        int at = lines.indexOf("### `" + code + "`");
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; at >= 0 && i < lines.size() && !lines.get(i).startsWith("#"); i++) {
            text.append(lines.get(i));
        }
        return text.toString();
    }
}
