package com.example;

import dev.tasuki.learn.format.FormatReader;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.Section;
import dev.tasuki.learn.format.SectionReader;
import dev.tasuki.learn.spi.Codec;
import dev.tasuki.learn.spi.Fitted;
import java.io.IOException;
import java.util.List;

/** The kept rows in a model file. What is read is checked: a file may come from anywhere. */
final class NeighboursCodec implements Codec<Integer> {
    private static final String ROWS = "rows";

    @Override
    public String id() {
        return "example.rows";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Section> sections(Fitted fitted) {
        if (!(fitted instanceof Neighbours neighbours)) {
            throw new IllegalArgumentException("only neighbours can be written as such");
        }
        return List.of(new Section(ROWS, Integer.BYTES + neighbours.memory(), out -> {
            out.putInt(neighbours.rows());
            for (double value : neighbours.kept()) {
                out.putDouble(value);
            }
        }));
    }

    @Override
    public Fitted read(Described<Integer> described, SectionReader in) throws ModelFileException, IOException {
        int width = described.features().size() + 1;
        FormatReader section = in.begin(ROWS);
        // No more is believed than the section has bytes for.
        int rows = section.readCount("rows", Double.BYTES * width);
        long values = (long) rows * width;
        if (values > Integer.MAX_VALUE || rows < described.parameters()) {
            throw ModelFileException.damaged("its " + rows + " rows are too many or too few");
        }
        double[] kept = section.readDoubles((int) values);
        in.end();
        for (double value : kept) {
            if (!Double.isFinite(value)) {
                throw ModelFileException.damaged("a value of its rows is not finite");
            }
        }
        return new Neighbours(described.parameters(), described.features(), kept);
    }
}
