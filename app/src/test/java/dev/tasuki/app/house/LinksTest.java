package dev.tasuki.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each link to a file or heading of this repository leads there, and every page of docs/ is reached from the index. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+(?:\\([^()\\s]*\\))?)(?: \"[^\"]*\")?\\)");
    private static final Pattern TAG = Pattern.compile("(?:src|href|srcset)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.+)");
    private static final Pattern CODE = Pattern.compile("(`+).*?\\1");
    private static final Pattern SHOWN = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern NAMED = Pattern.compile("<a (?:name|id)=\"([^\"]+)\"");

    private static final List<Path> PAGES = Checkout.files(".md");

    /** A link as it stands on a page. */
    private record Link(Path page, int line, String target) {
        /** The file that it means. */
        Path file() {
            String path = target.split("#", 2)[0];
            return path.isEmpty() ? page : page.resolveSibling(path).normalize();
        }

        String anchor() {
            return target.contains("#") ? target.split("#", 2)[1] : "";
        }

        @Override
        public String toString() {
            return "%s:%d: %s".formatted(Checkout.name(page), line, target);
        }
    }

    @Test
    void everyLinkLeadsToAFileAndItsHeading() {
        Map<Path, Set<String>> anchors = new HashMap<>();
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path page : PAGES) {
            for (Link link : links(page)) {
                seen++;
                if (!Files.exists(link.file())) {
                    broken.add(link + " is no file");
                } else if (!link.anchor().isEmpty() && link.file().toString().endsWith(".md")) {
                    Set<String> there = anchors.computeIfAbsent(link.file(), LinksTest::anchors);
                    if (!there.contains(link.anchor())) {
                        broken.add(link + " is no heading there");
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void everyPageIsReachedFromTheIndex() {
        Path docs = Checkout.root().resolve("docs");
        Set<Path> reached = new HashSet<>();
        List<Path> next = new ArrayList<>(List.of(docs.resolve("README.md")));
        while (!next.isEmpty()) {
            Path page = next.removeLast();
            if (reached.add(page)) {
                links(page).stream()
                        .map(Link::file)
                        .filter(file -> file.toString().endsWith(".md") && Files.exists(file))
                        .forEach(next::add);
            }
        }
        // A decision is found by its number in the folder that the index names.
        assertThat(PAGES.stream().filter(page -> page.startsWith(docs) && !page.startsWith(docs.resolve("decisions"))))
                .allMatch(reached::contains);
    }

    @Test
    void headingsBecomeAnchorsAsTheReaderMakesThem() {
        assertThat(anchor("Who may reach it, and by which name")).isEqualTo("who-may-reach-it-and-by-which-name");
        assertThat(anchor("`--public-url` & more")).isEqualTo("--public-url--more");
        assertThat(anchor("Debian [and](x.md) Ubuntu: 25.0")).isEqualTo("debian-and-ubuntu-250");
        assertThat(anchor("自分の CSV を")).isEqualTo("自分の-csv-を");
    }

    private static List<Link> links(Path page) {
        List<Link> links = new ArrayList<>();
        List<String> lines = prose(page);
        for (int i = 0; i < lines.size(); i++) {
            String line = CODE.matcher(lines.get(i)).replaceAll("");
            for (Pattern pattern : List.of(LINK, TAG)) {
                Matcher matcher = pattern.matcher(line);
                while (matcher.find()) {
                    if (!ELSEWHERE.matcher(matcher.group(1)).matches()) {
                        links.add(new Link(page, i + 1, matcher.group(1)));
                    }
                }
            }
        }
        return links;
    }

    /** The lines of a page; those of fenced blocks are empty. */
    private static List<String> prose(Path page) {
        List<String> lines = new ArrayList<>();
        boolean fenced = false;
        for (String line : Checkout.lines(page)) {
            boolean fence = line.strip().startsWith("```");
            lines.add(fenced || fence ? "" : line);
            fenced ^= fence;
        }
        return lines;
    }

    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        for (String line : prose(page)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                String numbered = anchor;
                for (int i = 1; !anchors.add(numbered); i++) {
                    numbered = anchor + "-" + i;
                }
            }
            NAMED.matcher(line).results().forEach(named -> anchors.add(named.group(1)));
        }
        return anchors;
    }

    /** As GitHub makes it: lower case, blanks as hyphens, without punctuation. */
    private static String anchor(String heading) {
        return SHOWN.matcher(heading)
                .replaceAll("$1")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }
}
