package dev.tasuki.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.app.adapter.CeleryAdapter;
import dev.tasuki.app.wiring.Exposure;
import dev.tasuki.app.wiring.Role;
import dev.tasuki.core.task.Caps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path directory;

    @Test
    void nothingGivenIsTheEmbeddedDefault() {
        Settings settings = read(Map.of(), Map.of());

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(5000);
        assertThat(settings.broker().toString()).startsWith("sqlite:");
        assertThat(settings.broker().path()).endsWithRaw(Path.of("tasuki-data/tasuki.db"));
        assertThat(settings.results().path()).isEqualTo(settings.broker().path());
        assertThat(settings.store().path()).endsWithRaw(Path.of("tasuki-data/objects"));
        assertThat(settings.maxWorkers()).isEqualTo(OptionalInt.empty());
        assertThat(settings.healthPort()).isEqualTo(OptionalInt.empty());
        assertThat(settings.handOver()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.predictTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.modelCache()).isEqualTo(256L << 20);
    }

    @Test
    void everyDefaultIsAllowed() {
        SettingsReader reader = reader(Map.of(), Map.of());
        reader.read();

        assertThat(reader.given())
                .hasSize(Setting.values().length)
                .allSatisfy((setting, given) -> assertThat(given.from()).isEqualTo("default"));
    }

    @Test
    void flagBeatsEnvironmentBeatsFileBeatsDefault() throws IOException {
        Files.writeString(directory.resolve("tasuki.properties"), "port = 1001\nhost=::1\nnum_threads=3\n");
        Map<String, String> environment = Map.of("TASUKI_PORT", "1002", "TASUKI_HOST", "0.0.0.0");

        SettingsReader reader = reader(Map.of(Setting.PORT, "1003"), environment);
        Settings settings = reader.read();

        assertThat(settings.port()).isEqualTo(1003);
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.numThreads()).isEqualTo(3);
        assertThat(reader.given().get(Setting.PORT).from()).isEqualTo("flag --port");
        assertThat(reader.given().get(Setting.HOST).from()).isEqualTo("environment TASUKI_HOST");
        assertThat(reader.given().get(Setting.NUM_THREADS).from()).endsWith("tasuki.properties");
    }

    @Test
    void everySettingHasAnEnvironmentTwin() {
        for (Setting setting : Setting.values()) {
            SettingsReader reader = reader(Map.of(), Map.of(setting.variable(), "§"));
            assertThat(reader.given().get(setting))
                    .as(setting.variable())
                    .isEqualTo(new SettingText("§", "environment " + setting.variable()));
        }
    }

    @Test
    void trainersHaveQueuesByTheFirstRouteThatFits() {
        Settings.Celery celery = read(
                        Map.of(
                                Setting.CELERY,
                                "amqp://localhost//",
                                Setting.CELERY_QUEUES,
                                "none",
                                Setting.CELERY_TRAINERS,
                                "proj.*, other.train",
                                Setting.CELERY_ROUTES,
                                "proj.big=gpu,proj.*=cpu"),
                        Map.of())
                .celery();

        assertThat(celery.trainers()).containsExactly("proj.*", "other.train");
        assertThat(celery.called()).isFalse();
        assertThat(List.of("proj.big", "proj.small", "other.train"))
                .extracting(task -> CeleryAdapter.queue(task, celery.routes()))
                .containsExactly("gpu", "cpu", "celery");
    }

    @Test
    void theServerOfTheDocumentationGivesTrainingsToItsWorker() throws IOException {
        String page = Files.readString(Path.of("../docs/celery.md"));
        String command = page.lines()
                .filter(line -> line.startsWith("./tasuki serve") && line.contains("--celery-trainers"))
                .findFirst()
                .orElseThrow();
        String[] words = command.replace("'", "").split(" ");
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (int i = 2; i < words.length; i += 2) {
            flags.put(Setting.valueOf(words[i].substring(2).replace('-', '_').toUpperCase(Locale.ROOT)), words[i + 1]);
        }

        Settings.Celery celery = read(flags, Map.of()).celery();

        assertThat(celery.called()).isFalse();
        assertThat(CeleryAdapter.queue("proj.ridge", celery.routes())).isEqualTo("ridge");
    }

    @Test
    void trainersNeedABrokerAndAQueueThatIsNotOurs() {
        assertThat(refused(Map.of(Setting.CELERY_TRAINERS, "proj.*")))
                .containsExactly(
                        "--celery-trainers proj.*: needs --celery, the broker of the workers that have these tasks");
        assertThat(refused(Map.of(
                        Setting.CELERY,
                        "amqp://localhost//",
                        Setting.CELERY_TRAINERS,
                        "proj.a,proj.b",
                        Setting.CELERY_ROUTES,
                        "proj.b=gpu")))
                .singleElement()
                .asString()
                .startsWith(
                        "--celery-trainers proj.a: its calls would go to queue celery, from which this process takes calls")
                .endsWith("(--celery-queues tasuki), or them (--celery-routes proj.a=trainers)");
        assertThat(refused(Map.of(
                        Setting.CELERY,
                        "redis://localhost/1",
                        Setting.CELERY_RESULTS,
                        "rpc",
                        Setting.CELERY_QUEUES,
                        "none",
                        Setting.CELERY_TRAINERS,
                        "proj.*")))
                .containsExactly(
                        "--celery-results rpc: --celery is a Redis, over which workers tell how a training comes on by"
                                + " results in a Redis alone; leave it out, or name that Redis");
        assertThat(refused(Map.of(Setting.CELERY_TRAINERS, "a b", Setting.CELERY_ROUTES, "x")))
                .satisfiesExactlyInAnyOrder(
                        wrong -> assertThat(wrong).startsWith("--celery-trainers a b: must be none, or names"),
                        wrong -> assertThat(wrong).startsWith("--celery-routes x: must be none, or names"));
    }

    private List<String> refused(Map<Setting, String> flags) {
        return catchThrowableOfType(SettingsRefused.class, () -> read(flags, Map.of()))
                .problems();
    }

    @Test
    void allProblemsComeInOneListWithAHint() throws IOException {
        Files.writeString(directory.resolve("tasuki.properties"), "prot=5001\nlog-format=jsn\n");

        List<String> problems = problems(
                Map.of(Setting.PORT, "70000"),
                Map.of("TASUKI_LOG_LEVLE", "info", "TASUKI_MODEL_CACHE", "lots", "TASUKI_PREDICT_TIMEOUT", "0s"));

        assertThat(problems)
                .anySatisfy(line -> assertThat(line).contains("prot in ", "no such setting; did you mean port?"))
                .anySatisfy(line -> assertThat(line).contains("--log-format jsn", "did you mean json?"))
                .anySatisfy(line -> assertThat(line).isEqualTo("--port 70000: must be a whole number from 0 to 65535"))
                .anySatisfy(line -> assertThat(line).contains("TASUKI_LOG_LEVLE", "did you mean TASUKI_LOG_LEVEL?"))
                .anySatisfy(line -> assertThat(line).contains("--model-cache lots (environment TASUKI_MODEL_CACHE)"))
                .anySatisfy(line -> assertThat(line).contains("--predict-timeout 0s", "above 0"))
                .hasSize(6);
    }

    @Test
    void aSchemeWithoutAdapterListsThoseOnBoard() {
        assertThat(problems(Map.of(Setting.BROKER, "kafka://broker:9092"), Map.of()))
                .singleElement()
                .asString()
                .startsWith("--broker kafka://broker:9092: no adapter for 'kafka:' is on board; on board: ")
                .contains("sqlite:FILE", "amqp://HOST");
        assertThat(problems(Map.of(Setting.RESULTS, "jdbc:oracle:thin:@db"), Map.of()))
                .singleElement()
                .asString()
                .contains("'jdbc:oracle:'", "jdbc:sqlite:FILE");
    }

    @Test
    void publishedNamesWork() {
        Map<String, String> environment = Map.of(
                "RABBITMQ_HOST", "rabbit",
                "RABBITMQ_PORT", "5673",
                "S3_BUCKET_NAME", "bucket",
                "S3_PATH_NAME", "data/",
                "S3_MODEL_PATH_NAME", "ml/models/");
        Map<Setting, SettingText> given = reader(Map.of(), environment).given();

        assertThat(given.get(Setting.BROKER).text()).isEqualTo("amqp://rabbit:5673");
        assertThat(given.get(Setting.STORE).text()).isEqualTo("s3://bucket");
        assertThat(given.get(Setting.DATASET_PREFIX).text()).isEqualTo("data/");
        assertThat(given.get(Setting.MODEL_PREFIX).text()).isEqualTo("ml/models/");
    }

    @Test
    void whatKubernetesSetsForAServiceIsExplained() {
        Map<String, String> environment = Map.of(
                "TASUKI_PORT", "tcp://10.0.0.7:5000",
                "TASUKI_SERVICE_HOST", "10.0.0.7",
                "TASUKI_PORT_5000_TCP_ADDR", "10.0.0.7");

        assertThat(problems(Map.of(), environment))
                .singleElement()
                .asString()
                .contains("--port tcp://10.0.0.7:5000 (environment TASUKI_PORT)", "enableServiceLinks: false");
    }

    @Test
    void capsAreNumbersForAllOrByName() {
        Caps.Cap named = new Caps.Cap(Map.of("big", 1, "a=b", 3), OptionalInt.of(4));
        assertThat(read(Map.of(Setting.MAX_PER_TAG, "big=1,a=b=3,*=4"), Map.of())
                        .caps())
                .isEqualTo(new Caps(Caps.Cap.NONE, named));
        assertThat(read(Map.of(), Map.of("TASUKI_MAX_PER_DATASET", "2")).caps().datasets())
                .isEqualTo(new Caps.Cap(Map.of(), OptionalInt.of(2)));
        assertThat(read(Map.of(), Map.of()).caps()).isEqualTo(Caps.NONE);
        for (String bad : List.of("0", "-1", "two", "big=", "=2", "2,3", "a=1,a=2", "a=1,,b=2", "")) {
            assertThat(problems(Map.of(Setting.MAX_PER_DATASET, bad), Map.of()))
                    .as(bad)
                    .singleElement()
                    .asString()
                    .startsWith("--max-per-dataset " + bad);
        }
    }

    @Test
    void prefixesCannotLeaveTheStore() {
        for (String bad : List.of("../", "/", "models", "a//b/", "a/../b/", ".hidden/")) {
            assertThat(problems(Map.of(Setting.MODEL_PREFIX, bad), Map.of()))
                    .as(bad)
                    .hasSize(1);
        }
        assertThat(read(Map.of(Setting.MODEL_PREFIX, ""), Map.of()).modelPrefix())
                .isEmpty();
    }

    @Test
    void passwordsAreMasked() {
        assertThat(problems(Map.of(Setting.BROKER, "amqp://me:hush@host?nonsense=1"), Map.of()))
                .singleElement()
                .asString()
                .contains("***@host")
                .doesNotContain("hush");
    }

    private Settings read(Map<Setting, String> flags, Map<String, String> environment) {
        return reader(flags, environment).read();
    }

    @Test
    void aServerListensBeyondThisMachineOnlyIfItsOperatorSaysSo() {
        for (String host : List.of("127.0.0.1", "127.3.2.1", "::1", "localhost")) {
            assertThat(Exposure.refusal(Role.SERVE, read(Map.of(Setting.HOST, host), Map.of())))
                    .isEmpty();
        }
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            Settings open = read(Map.of(Setting.HOST, host), Map.of());
            assertThat(Exposure.refusal(Role.SERVE, open))
                    .hasValueSatisfying(why -> assertThat(why).contains(host, "--insecure"));
            assertThat(Exposure.refusal(Role.PRODUCER, open)).isPresent();
            assertThat(Exposure.refusal(Role.CONSUMER, open)).isEmpty();
        }
        Settings knowingly = read(Map.of(Setting.HOST, "0.0.0.0"), Map.of("TASUKI_INSECURE", "true"));
        assertThat(Exposure.refusal(Role.SERVE, knowingly)).isEmpty();
        assertThat(Exposure.warning(knowingly)).contains("without a password");
    }

    @Test
    void aServerMayHaveSeveralNames() {
        Settings settings = read(Map.of(Setting.PUBLIC_URL, "https://ml.example.org/, http://box:8080/ml"), Map.of());

        assertThat(settings.publicUrl())
                .containsExactly(URI.create("https://ml.example.org"), URI.create("http://box:8080/ml"));
        for (String wrong : List.of("ml.example.org", "ftp://a", "https://u:p@a", "https://a?b=c", "https://a,")) {
            assertThat(problems(Map.of(Setting.PUBLIC_URL, wrong), Map.of())).hasSize(1);
        }
    }

    private SettingsReader reader(Map<Setting, String> flags, Map<String, String> environment) {
        return new SettingsReader(new Sources(flags, environment, directory));
    }

    private List<String> problems(Map<Setting, String> flags, Map<String, String> environment) {
        SettingsReader reader = reader(flags, environment);
        SettingsRefused refused = catchThrowableOfType(SettingsRefused.class, reader::read);
        return refused.problems();
    }
}
