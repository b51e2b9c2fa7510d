package dev.tasuki.app.cli;

import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.wiring.CannotStart;
import dev.tasuki.app.wiring.Exposure;
import dev.tasuki.app.wiring.LearnerPlugins;
import dev.tasuki.app.wiring.LocalPlaces;
import dev.tasuki.app.wiring.Logging;
import dev.tasuki.app.wiring.ProcessOverrides;
import dev.tasuki.app.wiring.Role;
import dev.tasuki.app.wiring.Running;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that stay: serve, producer and consumer. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class ServerCommands implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommands.class);
    private static final Set<Setting> OF_LISTENERS = EnumSet.of(
            Setting.PORT,
            Setting.PUBLIC_URL,
            Setting.SAMPLE,
            Setting.MAX_BACKLOG,
            Setting.MAX_DATASET,
            Setting.PREDICT_TIMEOUT);
    private static final Set<Setting> OF_WORKERS = EnumSet.of(
            Setting.NUM_THREADS,
            Setting.MAX_WORKERS,
            Setting.FIT_THREADS,
            Setting.ISOLATE_FITS,
            Setting.REPLY_QUEUES,
            Setting.MODEL_CACHE);

    @Spec
    private @Nullable CommandSpec command;

    private final CommandContext context;
    private final ProcessOverrides overrides;
    private final Role role;

    private ServerCommands(CommandContext context, ProcessOverrides overrides, Role role) {
        this.context = context;
        this.overrides = overrides;
        this.role = role;
    }

    /** The three commands by their names. */
    static Map<String, CommandSpec> all(CommandContext context, ProcessOverrides overrides) {
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            CommandSpec spec = CommandSpec.forAnnotatedObject(new ServerCommands(context, overrides, role));
            spec.name(role.text());
            spec.usageMessage().description(description(role));
            Set<Setting> settings = EnumSet.allOf(Setting.class);
            settings.remove(Setting.URL);
            if (role.listens()) {
                settings.remove(Setting.HEALTH_PORT);
            } else {
                settings.removeAll(OF_LISTENERS);
            }
            if (!role.works()) {
                settings.removeAll(OF_WORKERS);
            }
            SettingOptions.declare(spec, settings);
            commands.put(role.text(), spec);
        }
        return commands;
    }

    private static String description(Role role) {
        return switch (role) {
            case SERVE -> "Run everything in one process: HTTP, queue, consumers, stores.";
            case PRODUCER -> "Answer HTTP and put tasks into queues; consumers do the work.";
            case CONSUMER -> "Take tasks from the queues and do them.";
        };
    }

    @Override
    public Integer call() throws InterruptedException {
        SettingsReader reader = SettingOptions.reader(Objects.requireNonNull(command), context);
        Settings settings = reader.read();
        Logging.set(settings.logLevel(), settings.logFormat());
        reader.readableByOthers()
                .forEach(setting -> LOG.warn(
                        "{} may hold a password, and every user of this machine can read a command line: set {}, or"
                                + " name the file that holds it in {}",
                        setting.flag(),
                        setting.variable(),
                        setting.fileVariable()));
        Exposure.refusal(role, settings).ifPresent(why -> {
            throw new Failure(Exit.WRONG, why);
        });
        LocalPlaces.refusal(role, settings).ifPresent(why -> {
            throw new Failure(Exit.WRONG, why);
        });
        LocalPlaces.warnings(role, settings).forEach(LOG::warn);
        addPlugins(settings);
        Running running = start(settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("tasuki-shutdown").unstarted(running::drain));
        if (role.listens()) {
            running.url().ifPresent(url -> welcome(url, settings));
        } else {
            String health = running.url()
                    .map(url -> "; health at " + url + "/health, metrics at " + url + "/metrics")
                    .orElse("");
            context.out().println("Tasuki consumer works, data in " + settings.data() + health);
        }
        context.out().flush();
        running.awaitWord();
        return Exit.OK;
    }

    /** Before anything looks at the list of algorithms. */
    private static void addPlugins(Settings settings) {
        LearnerPlugins.add(settings.plugins()).ifPresent(why -> {
            throw new Failure(Exit.WRONG, why);
        });
    }

    private Running start(Settings settings) {
        try {
            return Running.start(role, settings, Version.text(), overrides);
        } catch (CannotStart e) {
            throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private void welcome(URI url, Settings settings) {
        context.out().print("""
                Tasuki %s answers at %s
                  documentation  %s/docs
                  data           %s

                Train on the sample dataset, then predict with the model_id it answers:

                curl -X POST %s/train -H 'Content-Type: application/json' -d '%s'
                curl -X POST %s/predict -H 'Content-Type: application/json' -d '%s'

                """.formatted(Version.text(), url, url, settings.data(), url, TRAIN, url, PREDICT));
    }

    private static final String TRAIN = "{\"dataset_id\":\"diabetes\",\"features\":"
            + "[\"age\",\"bmi\",\"bp\",\"s1\",\"s2\",\"s3\",\"s4\",\"s5\",\"s6\"],\"target\":\"target\"}";
    private static final String PREDICT = "{\"model_id\":\"<model_id>\",\"dataset_id\":\"diabetes\",\"input_data\":"
            + "{\"age\":0.038076,\"bmi\":0.061696,\"bp\":0.021872,\"s1\":-0.044223,\"s2\":-0.034821,"
            + "\"s3\":-0.043401,\"s4\":-0.002592,\"s5\":0.019908,\"s6\":-0.017646}}";
}
