package dev.tasuki.core.data.dialect;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the letters of a file are written. */
public enum Encoding {
    UTF_8("utf-8", StandardCharsets.UTF_8, "utf8", "utf-8-sig"),
    /** Its byte order mark says which; without one, as Windows writes it. */
    UTF_16("utf-16", StandardCharsets.UTF_16LE, "utf16", "unicode"),
    UTF_16LE("utf-16le", StandardCharsets.UTF_16LE, "utf-16-le", "utf16le"),
    UTF_16BE("utf-16be", StandardCharsets.UTF_16BE, "utf-16-be", "utf16be"),
    LATIN_1("latin-1", StandardCharsets.ISO_8859_1, "latin1", "iso-8859-1", "iso8859-1"),
    WINDOWS_1252("windows-1252", Charset.forName("windows-1252"), "cp1252"),
    SHIFT_JIS("shift_jis", Charset.forName("Shift_JIS"), "shift-jis", "sjis"),
    CP932("cp932", Charset.forName("windows-31j"), "windows-31j", "ms932");

    private final String text;
    private final Charset charset;
    private final List<String> aliases;

    Encoding(String text, Charset charset, String... aliases) {
        this.text = text;
        this.charset = charset;
        this.aliases = List.of(aliases);
    }

    /** The name that clients see. */
    public String text() {
        return text;
    }

    Charset charset() {
        return charset;
    }

    boolean utf16() {
        return this == UTF_16 || this == UTF_16LE || this == UTF_16BE;
    }

    /** The encoding of that name, whatever its case. */
    static Optional<Encoding> of(String name) {
        String known = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(encoding -> encoding.text.equals(known)
                        || encoding.aliases.contains(known)
                        || encoding.aliases.contains(known.replace('_', '-')))
                .findFirst();
    }

    /** Those that may be asked for, quoted. */
    static String allowed() {
        return Arrays.stream(values())
                .map(encoding -> "'" + encoding.text + "'")
                .collect(Collectors.joining(", "));
    }
}
