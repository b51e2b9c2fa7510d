package dev.tasuki.app.adapter;

import java.nio.file.Path;

/**
 * A URL that chooses an adapter. Its scheme is for the adapters only: everything else asks what the
 * adapter declares.
 *
 * @param scheme chooses the adapter
 * @param rest what stands behind the scheme and its colon; may hold a password
 */
public record AdapterUrl(Scheme scheme, String rest) {
    /** True if it names a file or directory of this machine. */
    public boolean local() {
        return scheme.local();
    }

    /** The place as a path of the file system, without the empty authority of {@code file:///x}. */
    public Path path() {
        if (!local()) {
            throw new IllegalStateException(this + " is no path");
        }
        return Path.of(rest.startsWith("//") ? rest.substring(2) : rest)
                .toAbsolutePath()
                .normalize();
    }

    /** As given, password included: for the adapter only. */
    public String text() {
        return scheme.name() + ":" + rest;
    }

    /** As given, with {@code ***} for what may be a password. */
    @Override
    public String toString() {
        return Masking.mask(text());
    }
}
