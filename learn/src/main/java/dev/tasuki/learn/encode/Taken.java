package dev.tasuki.learn.encode;

/** How a feature took a value. */
public enum Taken {
    /** As a value of its kind. */
    KNOWN,
    /** As a missing one, for which something stands. */
    MISSING,
    /** As a category that training has not seen. */
    UNKNOWN,
    /** Not at all: it is none of its values. */
    REFUSED
}
