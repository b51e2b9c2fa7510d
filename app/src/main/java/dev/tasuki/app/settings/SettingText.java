package dev.tasuki.app.settings;

import dev.tasuki.app.adapter.Masking;

/**
 * A setting's value as text, before it is checked.
 *
 * @param text the value
 * @param from where it came from, for a person: a flag, a variable, a file or "default"
 */
public record SettingText(String text, String from) {
    /** The text as this setting's value may be shown: {@code ***} for what may be a password. */
    public String masked(Setting setting) {
        boolean url = switch (setting) {
            case BROKER, PREDICT_BROKER, RESULTS, STORE, URL, PUBLIC_URL -> true;
            default -> text.indexOf('@') >= 0 || text.contains("//");
        };
        return url ? Masking.mask(text) : text;
    }
}
