package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line is said in a sentence, before any server is asked. */
class BadInputTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void folder() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("empty.json"), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "predict m                            | which row? Give it as FEATURE=VALUE pairs, or as JSON with --input",
                "predict m a=1 --input {}             | give the row either as FEATURE=VALUE pairs or with --input, not both",
                "predict m a                          | a: must be FEATURE=VALUE, e.g. age=0.038",
                "predict m --csv none.csv             | --csv none.csv cannot be read: there is no such file",
                "predict m a=1 --csv x.csv            | give the rows either with --csv or in another way, not both",
                "predict m a=1 -o out.csv             | --output goes with --csv, which is not given",
                "predict m --input @none.json         | --input @none.json cannot be read: there is no such file",
                "predict m --input @folder            | --input @folder cannot be read: it is a directory; name a file",
                "predict m --input @empty.json        | --input is no JSON: it is empty",
                "predict m --input {}{}               | --input is no JSON: more follows after its end at line 1, column 3",
                "predict m --input {x                 | --input is no JSON: Unexpected character at line 1, column 2",
                "train --datset d                     | '--datset' has no meaning here",
                "models --url 127.0.0.1:5306          | a setting is wrong:",
                "tasks retry a --all -p max_depth=3   | a task was named, a; --all, --rate and the filters are for many",
                "tasks retry --all -p max_depth=3     | --set and --param change one task; name it in place of --all",
                "tasks retry a -p x=1 --set params={} | give the parameters either with --param or with --set params=…, not both",
                "datasets put d none.csv              | the file none.csv cannot be read: there is no such file",
                "datasets put d folder                | the file folder cannot be read: it is a directory; name a file",
                "datasets download d -o folder        | --output folder is a directory; name a file",
                "datasets download d -o none/d.csv    | --output none/d.csv cannot be written: there is no such directory",
                "dead-letters retry q 1 --body none   | --body none cannot be read: there is no such file",
                "dead-letters retry q --body none     | --body mends one letter; name its ID after the queue",
                "tasks show a b                       | 'b' has no meaning here",
                "serve --host 0.0.0.0                 | --host 0.0.0.0: anyone on the network could train, read and delete",
                "producer --host ::                   | --host ::: anyone on the network could train, read and delete",
                "serve --host 192.0.2.1               | --host 192.0.2.1: anyone on the network could train, read and delete",
                "tasks list --state=                  | --state is empty; give it a value, or leave it out",
                "nonsense                             | 'nonsense' has no meaning here",
                "tasks --limt 5                       | '--limt', '5' has no meaning here"
            })
    void isSaidInASentence(String line, String sentence) {
        int exit = run(line.split(" "));

        assertThat(err.toString(UTF_8)).startsWith("tasuki: " + sentence).doesNotContain("\tat ", "Exception");
        assertThat(exit).isEqualTo(Exit.WRONG);
    }

    @Test
    void aWordThatIsAlmostRightIsNamed() {
        run("tasks", "--limt");

        assertThat(err.toString(UTF_8)).contains("did you mean --limit?", "see tasuki tasks --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --datset d            | did you mean --dataset?",
                "--url http://x models       | it goes after the command, e.g. tasuki train --url …",
                "predict m -x=3              | what begins with a dash and is no option goes behind two of them: -- -x=3",
                "models --url 127.0.0.1:5306 | put http:// in front of it",
                "models --url ftp://x        | must be an http or https URL, e.g. http://127.0.0.1:5000"
            })
    void theWayOutIsNamed(String line, String hint) {
        run(line.split(" "));

        assertThat(err.toString(UTF_8)).contains(hint);
    }

    private int run(String... arguments) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return new Program(new CommandContext(
                        Map.of(),
                        directory,
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, UTF_8),
                        false))
                .run(arguments);
    }
}
