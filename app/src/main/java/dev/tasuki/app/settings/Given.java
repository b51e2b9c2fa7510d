package dev.tasuki.app.settings;

/**
 * A setting's value as text, before it is checked.
 *
 * @param text the value
 * @param from where it came from, for a person: a flag, a variable, a file or "default"
 */
public record Given(String text, String from) {
    /** The text as this setting's value may be shown: {@code ***} for what may be a password. */
    public String masked(Setting setting) {
        return Masking.mask(setting, text);
    }
}
