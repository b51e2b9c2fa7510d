package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.AdapterList;
import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CeleryAdapter;
import dev.tasuki.app.adapter.Masking;
import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.app.settings.Settings.LogLevel;
import dev.tasuki.core.task.Caps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Collects the settings from their sources and checks them. For one thread, used once. */
public final class SettingsReader {
    private final List<String> problems = new ArrayList<>();
    private final Map<Setting, SettingText> given;
    private final Map<String, String> variables;

    public SettingsReader(Sources sources) {
        given = sources.collect(problems);
        variables = sources.adapterVariables();
    }

    /** Every setting's text and where it came from. */
    public Map<Setting, SettingText> given() {
        return Collections.unmodifiableMap(new EnumMap<>(given));
    }

    /** Settings with what may be a password in a flag, where every user of this machine can read it. */
    public List<Setting> readableByOthers() {
        return given.entrySet().stream()
                .filter(entry -> entry.getKey().secret())
                .filter(entry -> entry.getValue().from().startsWith("flag "))
                .filter(entry -> !entry.getValue()
                        .masked(entry.getKey())
                        .equals(entry.getValue().text()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The checked settings; throws {@link SettingsRefused} that lists everything that is wrong. */
    public Settings read() {
        Settings settings = new Settings(
                check(Setting.DATA, Values::directory),
                check(Setting.HOST, Values::host),
                check(Setting.INSECURE, Values::yesOrNo),
                check(Setting.PUBLIC_URL, Values::publicUrls),
                check(Setting.PORT, text -> Values.number(text, 0, 65_535)),
                check(Setting.HEALTH_PORT, text -> Values.numberOrNone(text, 0, 65_535)),
                check(Setting.BROKER, text -> Adapters.BROKERS.parse(text, variables)),
                check(Setting.PREDICT_BROKER, text -> urlOrNone(Adapters.BROKERS, text)),
                check(Setting.RESULTS, text -> Adapters.RESULTS.parse(text, variables)),
                check(Setting.STORE, text -> Adapters.STORES.parse(text, variables)),
                check(Setting.DATASET_PREFIX, Values::prefix),
                check(Setting.MODEL_PREFIX, Values::prefix),
                check(Setting.SAMPLE, Values::yesOrNo),
                check(Setting.NUM_THREADS, text -> Values.number(text, 1, 256)),
                check(Setting.MAX_WORKERS, text -> Values.numberOrNone(text, 1, 1024)),
                check(
                        Setting.FIT_THREADS,
                        text -> text.equals("auto")
                                ? Runtime.getRuntime().availableProcessors()
                                : Values.number(text, 1, 1024)),
                check(Setting.CHECKPOINT, Values::timeOrNone),
                new Caps(check(Setting.MAX_PER_DATASET, Values::cap), check(Setting.MAX_PER_TAG, Values::cap)),
                check(Setting.MODEL_CACHE, Values::size),
                check(Setting.REPLY_QUEUES, Values::queuePattern),
                check(Setting.MAX_FIT_MEMORY, Values::sizeOrAuto),
                check(Setting.MAX_CLASSES, text -> Values.number(text, 2, 100_000)),
                check(Setting.MAX_RUN_TIME, Values::time),
                check(Setting.HAND_OVER, Values::time),
                check(Setting.PLUGINS, Values::directoryOrNone),
                check(Setting.ISOLATE_FITS, Values::yesOrNo),
                check(Setting.MAX_BACKLOG, text -> Values.number(text, 1, 10_000_000)),
                check(Setting.MAX_DATASET, Values::size),
                check(Setting.MIN_FREE, Values::size),
                check(Setting.RETENTION, Values::timeOrNone),
                check(Setting.MODEL_RETENTION, Values::timeOrNone),
                check(Setting.KEEP_CHANGES, Values::time),
                check(Setting.PREDICT_TIMEOUT, Values::time),
                check(Setting.DRAIN_TIMEOUT, Values::time),
                new Settings.Celery(
                        check(Setting.CELERY, text -> urlOrNone(Adapters.CELERY, text)),
                        check(Setting.CELERY_RESULTS, this::backend),
                        check(Setting.CELERY_PREFIX, Values::celeryPrefix),
                        check(Setting.CELERY_QUEUES, Values::queues),
                        check(Setting.CELERY_NAME, Values::celeryName),
                        check(Setting.CELERY_TRAINERS, Values::taskNames),
                        check(Setting.CELERY_ROUTES, Values::routes),
                        check(Setting.CELERY_SHUTDOWN, Values::yesOrNo)),
                check(Setting.LOG_LEVEL, text -> Values.oneOf(LogLevel.class, text)),
                check(Setting.LOG_FORMAT, text -> Values.oneOf(LogFormat.class, text)),
                check(Setting.URL, Values::serverUrl),
                variables);
        checkTrainers(settings.celery());
        if (!problems.isEmpty()) {
            throw new SettingsRefused(problems);
        }
        return settings;
    }

    /** A process that took calls from the queue of its own trainers would take its own calls, and fail them. */
    private void checkTrainers(Settings.Celery celery) {
        if (!celery.trainers().isEmpty() && celery.broker().isEmpty()) {
            problems.add(Setting.CELERY_TRAINERS.flag() + " " + String.join(",", celery.trainers()) + ": needs "
                    + Setting.CELERY.flag() + ", the broker of the workers that have these tasks");
        }
        if (!celery.trainers().isEmpty()
                && celery.results().rpc()
                && !celery.broker().map(CeleryAdapter::trainsByQueues).orElse(true)) {
            problems.add(Setting.CELERY_RESULTS.flag() + " rpc: " + Setting.CELERY.flag()
                    + " is a Redis, over which workers tell how a training comes on by results in a Redis alone; leave it out,"
                    + " or name that Redis");
        }
        for (String task : celery.trainers()) {
            String queue = CeleryAdapter.queue(task, celery.routes());
            if (celery.broker().isPresent() && celery.queues().contains(queue)) {
                problems.add(Setting.CELERY_TRAINERS.flag() + " " + task + ": its calls would go to queue " + queue
                        + ", from which this process takes calls itself; give it a queue of its own or none ("
                        + Setting.CELERY_QUEUES.flag() + " tasuki), or them ("
                        + Setting.CELERY_ROUTES.flag() + " " + task + "=trainers)");
            }
        }
    }

    private Optional<AdapterUrl> urlOrNone(AdapterList<?> adapters, String text) {
        return text.equals("none") ? Optional.empty() : Optional.of(adapters.parse(text, variables));
    }

    private Settings.Backend backend(String text) {
        return switch (text) {
            case "auto" -> Settings.Backend.AUTO;
            case "rpc" -> Settings.Backend.RPC;
            default -> new Settings.Backend(Optional.of(Adapters.CELERY_RESULTS.parse(text, variables)), false);
        };
    }

    /** The parsed value; a wrong one is noted, and the default stands in until all are checked. */
    private <T> T check(Setting setting, Function<String, T> parse) {
        SettingText value = Objects.requireNonNull(given.get(setting));
        try {
            return parse.apply(value.text());
        } catch (IllegalArgumentException e) {
            String source = value.from().startsWith("flag ") ? "" : " (" + value.from() + ")";
            problems.add(setting.flag() + " " + value.masked(setting) + source + ": "
                    + Masking.without(value.text(), value.masked(setting), String.valueOf(e.getMessage()))
                    + ofKubernetes(setting, value));
            return parse.apply(setting.defaultText());
        }
    }

    private static String ofKubernetes(Setting setting, SettingText value) {
        return setting == Setting.PORT && value.text().startsWith("tcp://")
                ? " (Kubernetes sets TASUKI_PORT for a service named tasuki: set enableServiceLinks: false)"
                : "";
    }
}
