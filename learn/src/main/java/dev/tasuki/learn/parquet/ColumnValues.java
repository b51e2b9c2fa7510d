package dev.tasuki.learn.parquet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The values of one column in the order of the rows, from page to page. In memory is one page. For one thread. */
final class ColumnValues {
    private final Column column;
    private final StoredFile file;
    private final ParquetLimits limits;
    private final PageMemory ofDictionary;
    private final PageMemory ofPage;
    private @Nullable ChunkPages pages;
    private @Nullable Dictionary dictionary;
    private @Nullable Numbers numbers;
    private @Nullable Slices slices;
    private @Nullable HybridInts levels;
    private int left;

    ColumnValues(Column column, StoredFile file, ParquetLimits limits, ParquetMemory memory) {
        this.column = column;
        this.file = file;
        this.limits = limits;
        this.ofDictionary = new PageMemory(memory);
        this.ofPage = new PageMemory(memory);
    }

    Column column() {
        return column;
    }

    /** Goes to the first row of a row group; all rows of the one before were read. */
    void begin(Chunk chunk) throws ParquetException {
        end();
        pages = new ChunkPages(file, chunk, limits);
    }

    /** Forgets what is in memory. */
    void end() throws ParquetException {
        numbers = null;
        slices = null;
        levels = null;
        dictionary = null;
        ofPage.giveBackAll();
        ofDictionary.giveBackAll();
        if (left != 0) {
            throw ParquetException.damaged("column '" + column.name() + "' has more values than rows");
        }
    }

    /** Goes to the next row; whether it has a value. */
    boolean next() throws IOException, ParquetException {
        while (left == 0) {
            load();
        }
        left--;
        return levels == null || levels.nextInt() == 1;
    }

    /** The value of the row, of a column of numbers. */
    long number() throws ParquetException {
        if (numbers == null) {
            throw new IllegalStateException("the column has no numbers");
        }
        return numbers.next();
    }

    /** The same of a column of bytes. */
    void slice(Slices.Slice into) throws ParquetException {
        if (slices == null) {
            throw new IllegalStateException("the column has no bytes");
        }
        slices.next(into);
        if (column.width() != 0 && into.length != column.width()) {
            throw ParquetException.damaged("a value of column '" + column.name() + "' has " + into.length
                    + " bytes; each should have " + column.width());
        }
    }

    private void load() throws IOException, ParquetException {
        if (pages == null) {
            throw new IllegalStateException("no row group was begun");
        }
        numbers = null;
        slices = null;
        levels = null;
        ofPage.giveBackAll();
        ChunkPages.Page page = pages.next(ofPage);
        if (page.head().type() == PageHeader.DICTIONARY) {
            if (dictionary != null) {
                throw ParquetException.damaged("a column has two dictionaries in one row group");
            }
            ofPage.moveTo(ofDictionary);
            dictionary = Dictionary.of(column, page, ofDictionary);
            return;
        }
        levels = levels(page);
        left = page.head().values();
        if (column.numeric()) {
            numbers = Encoding.numbers(page.head().encoding(), column, page.bytes(), dictionary);
        } else {
            slices = Encoding.slices(page, column, new Encoding.Chosen(dictionary, limits.cellBytes(), ofPage));
        }
    }

    /** Which rows have a value: bits, each 1 for a row that has one; null if all have. */
    private @Nullable HybridInts levels(ChunkPages.Page page) throws ParquetException {
        boolean second = page.head().type() == PageHeader.DATA_2;
        if (!column.optional()) {
            page.bytes().skip(second ? page.levels() : 0);
            return null;
        }
        if (!second && page.head().levelEncoding() != Encoding.RLE) {
            throw ParquetException.refused(
                    "column '" + column.name() + "' says in the old encoding BIT_PACKED which values are"
                            + " missing, which is not read; write it with a newer program");
        }
        Bytes bytes = page.bytes();
        return new HybridInts(bytes.part(second ? page.levels() : bytes.nextInt()), 1);
    }
}
