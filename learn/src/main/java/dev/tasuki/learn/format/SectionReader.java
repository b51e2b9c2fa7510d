package dev.tasuki.learn.format;

import java.io.IOException;

/** Reads the named sections of a file in their order. For one thread. */
public final class SectionReader {
    private static final int LONGEST_NAME = 64;

    private final FormatReader in;
    private final boolean named;

    private SectionReader(FormatReader in, boolean named) {
        this.in = in;
        this.named = named;
    }

    /** Of sections with a name and a length before each. */
    public static SectionReader named(FormatReader in) {
        return new SectionReader(in, true);
    }

    /** Of sections with only a length before each, as files had them at first. */
    public static SectionReader unnamed(FormatReader in) {
        return new SectionReader(in, false);
    }

    /**
     * Begins the next section; nothing beyond its end can be read. It has to be read to its end
     * ({@link #end}).
     *
     * @throws ModelFileException when the next section is another one
     * @throws IOException when the stream fails
     */
    public FormatReader begin(String name) throws ModelFileException, IOException {
        if (named) {
            in.section(Integer.BYTES + LONGEST_NAME);
            String found = in.readText("a section's name");
            if (!found.equals(name)) {
                throw ModelFileException.damaged("there is no section " + name + " where it should be");
            }
        }
        in.section(Long.BYTES);
        long length = in.readLong();
        if (length < 0) {
            throw ModelFileException.damaged("a section claims fewer than 0 bytes");
        }
        in.section(length);
        return in;
    }

    /** Ends the section. @throws ModelFileException when bytes of it are left */
    public void end() throws ModelFileException {
        if (in.remaining() != 0) {
            throw ModelFileException.damaged("a section does not end where it should");
        }
    }
}
