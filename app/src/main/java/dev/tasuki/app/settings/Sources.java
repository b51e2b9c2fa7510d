package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.core.task.Closest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from.
 *
 * @param flags from the command line
 * @param environment the process's variables
 * @param directory the working directory, where {@value #FILE} is looked for
 */
public record Sources(Map<Setting, String> flags, Map<String, String> environment, Path directory) {
    /** The settings file that is read if TASUKI_CONFIG names no other and it exists. */
    public static final String FILE = "tasuki.properties";

    /** Kubernetes sets these by itself for a service that is named tasuki. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("TASUKI_(SERVICE_(HOST|PORT)(_.*)?|PORT_\\d+_(TCP|UDP)(_.*)?)");

    private static final List<String> KEYS =
            Arrays.stream(Setting.values()).map(Setting::key).toList();

    /** Every setting's text and its source; adds to {@code problems} what cannot be read or has no meaning. */
    Map<Setting, SettingText> collect(List<String> problems) {
        Map<Setting, SettingText> found = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            found.put(setting, new SettingText(setting.defaultText(), "default"));
        }
        fromFile(found, problems);
        fromPublishedVariables(found);
        fromVariables(found, problems);
        flags.forEach((setting, text) -> found.put(setting, new SettingText(text, "flag " + setting.flag())));
        String data = Objects.requireNonNull(found.get(Setting.DATA)).text();
        found.replaceAll((setting, given) -> given.from().equals("default")
                ? new SettingText(given.text().replace("<data>", data), given.from())
                : given);
        return found;
    }

    /** The variables that adapters read by themselves. */
    Map<String, String> adapterVariables() {
        Map<String, String> found = new HashMap<>(environment);
        found.keySet().retainAll(Adapters.variables());
        return found;
    }

    private void fromFile(Map<Setting, SettingText> found, List<String> problems) {
        String named = environment.get("TASUKI_CONFIG");
        Path file = directory.resolve(named == null ? FILE : named);
        if (named == null && !Files.exists(file)) {
            return;
        }
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("TASUKI_CONFIG: the settings file " + file + " cannot be read as UTF-8 properties");
            return;
        }
        List<String> names = new ArrayList<>(lines.stringPropertyNames());
        names.sort(null);
        for (String name : names) {
            int at = KEYS.indexOf(name.replace('_', '-'));
            if (at < 0) {
                problems.add(name + " in " + file + ": no such setting" + Closest.hint(name, KEYS));
            } else {
                String text = String.valueOf(lines.getProperty(name)).strip();
                found.put(Setting.values()[at], new SettingText(text, "file " + file));
            }
        }
    }

    /** The names that the published design used. */
    private void fromPublishedVariables(Map<Setting, SettingText> found) {
        String host = value("RABBITMQ_HOST");
        if (host != null) {
            String port = value("RABBITMQ_PORT");
            found.put(
                    Setting.BROKER,
                    new SettingText(
                            "amqp://" + host + (port == null ? "" : ":" + port),
                            "environment RABBITMQ_HOST" + (port == null ? "" : ", RABBITMQ_PORT")));
        }
        String bucket = value("S3_BUCKET_NAME");
        if (bucket != null) {
            found.put(Setting.STORE, new SettingText("s3://" + bucket, "environment S3_BUCKET_NAME"));
        }
        take(found, Setting.DATASET_PREFIX, "S3_PATH_NAME");
        take(found, Setting.MODEL_PREFIX, "S3_MODEL_PATH_NAME");
    }

    private void fromVariables(Map<Setting, SettingText> found, List<String> problems) {
        List<String> known = new ArrayList<>(Setting.OTHER_VARIABLES);
        for (Setting setting : Setting.values()) {
            known.add(setting.variable());
            take(found, setting, setting.variable());
            if (setting.secret()) {
                known.add(setting.fileVariable());
                takeFromFile(found, setting, problems);
            }
        }
        environment.keySet().stream()
                .filter(name -> name.startsWith("TASUKI_"))
                .filter(name -> !known.contains(name))
                .filter(name -> !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .forEach(name -> problems.add("environment " + name + ": no such setting" + Closest.hint(name, known)));
    }

    private void takeFromFile(Map<Setting, SettingText> found, Setting setting, List<String> problems) {
        String named = value(setting.fileVariable());
        if (named == null) {
            return;
        }
        if (value(setting.variable()) != null) {
            problems.add("environment " + setting.variable() + " and " + setting.fileVariable()
                    + ": both are given; leave one of them out");
            return;
        }
        Path file = directory.resolve(named);
        try {
            String from = "file " + file + " (" + setting.fileVariable() + ")";
            found.put(setting, new SettingText(SecretFile.read(file), from));
        } catch (IOException unusable) {
            problems.add("environment " + setting.fileVariable() + ": the file " + file + " " + unusable.getMessage());
        }
    }

    private void take(Map<Setting, SettingText> found, Setting setting, String variable) {
        String text = value(variable);
        if (text != null) {
            found.put(setting, new SettingText(text, "environment " + variable));
        }
    }

    /** The variable's value; an empty one counts as not set, as in most programs. */
    private @Nullable String value(String variable) {
        String text = environment.get(variable);
        return text == null || text.isBlank() ? null : text.strip();
    }
}
