package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the console's files promise, read from the files: sizes, words, colours, and where those of others come from. */
class ConsoleFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/tasuki/console");

    /** What all files may weigh together as they are sent, in bytes; it may become less. */
    private static final int WEIGHT = 107_000;

    /** What the first view may weigh: everything that the page names, English, and one page. */
    private static final int FIRST_VIEW = 48_000;

    private static final Pattern WORD = Pattern.compile("^  '([^']+)': '((?:[^'\\\\]|\\\\.)*)',$", Pattern.MULTILINE);
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern USED = Pattern.compile("\\b(?:t|many)\\('([^']+)'[,)]");
    private static final Pattern COLOUR =
            Pattern.compile("--([a-z0-9-]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);");

    @Test
    void theConsoleIsLight() {
        int all = 0;
        int first = 0;
        List<String> later =
                List.of("ja.js", "charts.js", "ask.js", "tree.js", "columns.js", "command.js", "search.js", "alias.js");
        for (Path file : files(".js", ".css", ".html", ".svg")) {
            int weight = zipped(file);
            all += weight;
            boolean page = file.getParent().endsWith("pages") && !file.endsWith("overview.js");
            first += page || later.contains(file.getFileName().toString()) ? 0 : weight;
        }
        assertThat(all).isBetween(20_000, WEIGHT);
        assertThat(first).isBetween(10_000, FIRST_VIEW);
    }

    @Test
    void everyEnglishSentenceHasItsJapanese() {
        Map<String, String> english = words("en.js");
        Map<String, String> japanese = words("ja.js");

        assertThat(english).hasSizeGreaterThan(300);
        assertThat(japanese.keySet()).containsExactlyElementsOf(english.keySet());
        english.forEach(
                (key, text) -> assertThat(values(japanese.get(key))).as(key).isEqualTo(values(text)));
    }

    @Test
    void everySentenceThatAPageSaysIsThere() {
        Map<String, String> english = words("en.js");
        for (Path file : files(".js")) {
            Matcher used = USED.matcher(text(file));
            while (used.find()) {
                assertThat(english).as(file.toString()).containsKey(used.group(1));
            }
        }
    }

    @Test
    void colorsAreToldApart() {
        Map<String, int[]> colours = new TreeMap<>();
        Matcher found = COLOUR.matcher(text(FOLDER.resolve("tokens.css")));
        while (found.find()) {
            colours.put(
                    found.group(1),
                    new int[] {Integer.parseInt(found.group(2), 16), Integer.parseInt(found.group(3), 16)});
        }
        List<String> weak = new ArrayList<>();
        List<String> grounds = List.of("bg", "surface", "sunken", "hover");
        for (int theme = 0; theme < 2; theme++) {
            for (String ground : grounds) {
                for (String text : List.of("text", "text-2", "text-3", "accent")) {
                    weigh(colours, theme, text, ground, 4.5, weak);
                }
                weigh(colours, theme, "control", ground, 3, weak);
            }
            for (String state : List.of("ok", "warn", "bad", "info", "accent")) {
                weigh(colours, theme, state, state + "-soft", 4.5, weak);
                weigh(colours, theme, "text", state + "-soft", 4.5, weak);
                weigh(colours, theme, state, "surface", 4.5, weak);
            }
            weigh(colours, theme, "on-accent", "accent-fill", 4.5, weak);
            weigh(colours, theme, "on-bad", "bad-fill", 4.5, weak);
            for (String series : List.of("c1", "c2", "c3", "c4", "c5")) {
                weigh(colours, theme, series, "surface", 3, weak);
            }
        }
        assertThat(weak).isEmpty();
    }

    /** No text of a dataset or model can become markup where nothing makes markup of text. */
    @Test
    void nothingMakesMarkupOfText() {
        Pattern markup = Pattern.compile(
                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|dangerouslySet|\\beval\\(|new Function");
        for (Path file : files(".js", ".html")) {
            if (!file.getParent().endsWith("vendor")) {
                assertThat(text(file)).as(file.toString()).doesNotContainPattern(markup);
            }
        }
        assertThat(text(FOLDER.resolve("index.html"))).doesNotContain("style=", "<style", "onclick");
    }

    @Test
    void whatOthersWroteIsTheirs() throws Exception {
        String list = text(FOLDER.resolve("vendor/VENDORED.md"));
        for (Path file : files(".js")) {
            if (file.getParent().endsWith("vendor")) {
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
                assertThat(list)
                        .as(file.toString())
                        .contains(hash, file.getFileName().toString());
            }
        }
        assertThat(FOLDER.resolve("vendor")).isDirectoryContaining("glob:**LICENSE-{preact,signals,htm}.txt");
    }

    private static void weigh(
            Map<String, int[]> colours, int theme, String front, String ground, double least, List<String> weak) {
        double a = light(colours.get(front)[theme]);
        double b = light(colours.get(ground)[theme]);
        double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < least) {
            weak.add("%s on %s: %.2f (theme %d)".formatted(front, ground, contrast, theme));
        }
    }

    /** Relative luminance, as WCAG 2 defines it. */
    private static double light(int colour) {
        double sum = 0;
        double[] shares = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double part = (colour >> (16 - 8 * i) & 0xff) / 255.0;
            sum += shares[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static Map<String, String> words(String file) {
        Map<String, String> words = new TreeMap<>();
        Matcher word = WORD.matcher(text(FOLDER.resolve(file)));
        while (word.find()) {
            assertThat(words.put(word.group(1), word.group(2)))
                    .as(word.group(1))
                    .isNull();
        }
        return words;
    }

    private static TreeSet<String> values(String text) {
        TreeSet<String> values = new TreeSet<>();
        VALUE.matcher(text).results().forEach(value -> values.add(value.group(1)));
        return values;
    }

    private static List<Path> files(String... endings) {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            List<Path> files = all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
            assertThat(files).isNotEmpty();
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int zipped(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
