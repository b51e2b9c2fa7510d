package dev.tasuki.learn.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plain values of a parameter look like, for documents and forms.
 *
 * @param form what kind of value it is
 * @param nullable whether null is a value, too
 * @param minimum the smallest number; null: there is none, or it cannot be said so simply
 * @param maximum the largest number; null: as for the smallest
 * @param words the words that it takes; empty: it takes none, or cannot be told by them alone
 */
public record Shape(
        Form form,
        boolean nullable,
        @Nullable Number minimum,
        @Nullable Number maximum,
        List<String> words) {
    /** Kinds of plain values. */
    public enum Form {
        INTEGER,
        NUMBER,
        BOOLEAN,
        WORD,
        /** Of more than one kind, such as an integer or a word. */
        ANY
    }

    /** Copies. */
    public Shape {
        words = List.copyOf(words);
    }

    /** Of that kind, without bounds or words. */
    public static Shape of(Form form) {
        return new Shape(form, false, null, null, List.of());
    }

    /** The same with bounds; null: none. */
    public Shape within(@Nullable Number least, @Nullable Number most) {
        return new Shape(form, nullable, least, most, words);
    }

    /** The same, where null is a value, too. */
    public Shape orNull() {
        return new Shape(form, true, minimum, maximum, words);
    }

    /** The same with its words. */
    public Shape of(List<String> known) {
        return new Shape(form, nullable, minimum, maximum, known);
    }
}
