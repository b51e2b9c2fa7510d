package dev.tasuki.app.interop;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that somebody else published.
 *
 * @param origin the package that has it
 * @param path below that package's folder
 * @param separator of its fields, for pandas
 * @param target what a first training is to predict; empty for a file that is no CSV
 * @param kind what there is to it
 */
record RealFile(Origin origin, String path, String separator, String target, String kind) {
    private static final String COMMA = ",";
    private static final String NO_CSV = "";

    /** Packages that ship files. */
    enum Origin {
        STATSMODELS("python3-statsmodels"),
        SKLEARN("python3-sklearn"),
        VEGA("vega-datasets 3.2.1"),
        VEGA_AS_UTF_16("vega-datasets 3.2.1, written as UTF-16");

        final String words;

        Origin(String words) {
            this.words = words;
        }
    }

    static List<RealFile> all() {
        return List.of(
                new RealFile(Origin.STATSMODELS, "datasets/modechoice/modechoice.csv", ";", "choice", "semicolons"),
                new RealFile(Origin.STATSMODELS, "datasets/anes96/anes96.csv", "\t", "'vote'", "tabs, names in '"),
                new RealFile(Origin.VEGA, "unemployment.tsv", "\t", "rate", "tabs, .097"),
                new RealFile(Origin.STATSMODELS, "datasets/danish_data/data.csv", COMMA, "lrm", "byte-order mark"),
                new RealFile(Origin.VEGA, "windvectors.csv", COMMA, "speed", "CRLF"),
                new RealFile(Origin.STATSMODELS, "datasets/strikes/strikes.csv", COMMA, "duration", "blanks"),
                new RealFile(Origin.STATSMODELS, "datasets/statecrime/statecrime.csv", COMMA, "murder", "text"),
                new RealFile(Origin.STATSMODELS, "datasets/co2/co2.csv", COMMA, "co2", "dates as numbers, gaps"),
                new RealFile(Origin.STATSMODELS, "datasets/fertility/fertility.csv", COMMA, "1960", "gaps all over"),
                new RealFile(
                        Origin.STATSMODELS,
                        "stats/tests/results/influence_measures_bool_R.csv",
                        COMMA,
                        "hat",
                        "TRUE and FALSE, a name left out"),
                new RealFile(Origin.SKLEARN, "iris.csv", COMMA, "virginica", "counts in the header"),
                new RealFile(Origin.VEGA, "sp500-2000.csv", COMMA, "volume", "dates, numbers beyond 32 bits"),
                new RealFile(Origin.VEGA, "seattle-weather.csv", COMMA, "weather", "dates, text to predict"),
                new RealFile(Origin.VEGA, "us-employment.csv", COMMA, "nonfarm_change", "24 columns"),
                new RealFile(Origin.VEGA, "airports.csv", COMMA, "latitude", "quotes"),
                new RealFile(Origin.VEGA, "zipcodes.csv", COMMA, "latitude", "leading zeros, 42,049 rows"),
                new RealFile(Origin.VEGA, "birdstrikes.csv", COMMA, "Cost Total $", "None, blanks in names"),
                new RealFile(Origin.VEGA, "la-riots.csv", COMMA, "age", "gaps"),
                new RealFile(Origin.VEGA_AS_UTF_16, "gapminder-health-income.csv", COMMA, "health", "UTF-16"),
                new RealFile(Origin.SKLEARN, "boston_house_prices.csv", COMMA, "Unnamed: 13", "two header lines"),
                new RealFile(Origin.SKLEARN, "linnerud_exercise.csv", COMMA, "Chins Situps Jumps", "blanks between"),
                new RealFile(Origin.SKLEARN, "breast_cancer.csv", NO_CSV, "", "header shorter than the rows"),
                new RealFile(Origin.SKLEARN, "digits.csv.gz", NO_CSV, "", "gzip, no header"),
                new RealFile(Origin.VEGA, "cars.json", NO_CSV, "", "JSON"),
                new RealFile(Origin.VEGA, "7zip.png", NO_CSV, "", "PNG"),
                new RealFile(Origin.VEGA, "flights-200k.arrow", NO_CSV, "", "Arrow"));
    }

    boolean table() {
        return !separator.isEmpty();
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** For its dataset; names of files may be the same. */
    String id() {
        return (table() ? path : name()).replace('/', '-').replaceFirst("\\.(csv|tsv)$", "");
    }

    String encoding() {
        return origin == Origin.VEGA_AS_UTF_16 ? "utf-16" : "utf-8";
    }

    /** The file itself, below the folder of its package; written anew if it is to have another encoding. */
    Path in(Path folder, Path directory) throws IOException {
        Path there = folder.resolve(path);
        if (origin != Origin.VEGA_AS_UTF_16) {
            return there;
        }
        String text = Files.readString(there, StandardCharsets.UTF_8);
        return Files.write(directory.resolve(name()), text.getBytes(Charset.forName("UTF-16")));
    }
}
