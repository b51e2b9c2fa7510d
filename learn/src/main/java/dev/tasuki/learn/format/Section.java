package dev.tasuki.learn.format;

import java.io.IOException;

/**
 * A named part of a file whose length is known before it is written.
 *
 * @param name what it holds, such as {@code trees}
 * @param length bytes that the body writes
 * @param body writes them
 */
public record Section(String name, long length, Body body) {
    /** Writes a section's bytes. */
    @FunctionalInterface
    public interface Body {
        /** Writes exactly as many bytes as were announced. @throws IOException when the stream fails */
        void write(FormatWriter out) throws IOException;
    }
}
