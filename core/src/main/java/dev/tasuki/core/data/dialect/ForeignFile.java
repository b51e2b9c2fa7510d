package dev.tasuki.core.data.dialect;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that are not CSV, known by their first bytes. Only bytes with which no CSV begins count. Letters alone count if
 * they are followed by a control character or by something that a CSV would not have there.
 */
final class ForeignFile {
    private static final String SEND = "; save it as CSV UTF-8 and send that";

    /**
     * A kind of file.
     *
     * @param magic first bytes, hexadecimal
     * @param words its name, and the way out
     */
    private record Magic(String magic, String words) {}

    private static final List<Magic> MAGIC = List.of(
            new Magic("d0cf11e0a1b11ae1", "this is an old Excel workbook (.xls) or another old Office file" + SEND),
            new Magic("1f8b", "this is gzip within gzip; zip the CSV once and send that"),
            new Magic("fd377a585a00", "this is an xz archive; unpack it and send the CSV, plain or as gzip"),
            new Magic("377abcaf271c", "this is a 7z archive; unpack it and send the CSV, plain or as gzip"),
            new Magic("526172211a07", "this is a RAR archive; unpack it and send the CSV, plain or as gzip"),
            new Magic("28b52ffd", "this is packed with zstd; unpack it and send the CSV, plain or as gzip"),
            new Magic("04224d18", "this is packed with LZ4; unpack it and send the CSV, plain or as gzip"),
            new Magic("4152524f57310000", "this is an Arrow (Feather) file" + pandas("read_feather")),
            new Magic("ffffffff", "this is an Arrow stream" + pandas("read_feather")),
            new Magic("89504e470d0a1a0a", "this is a PNG picture; send the table itself as CSV"),
            new Magic("ffd8ff", "this is a JPEG picture; send the table itself as CSV"),
            new Magic("894844460d0a1a0a", "this is an HDF5 file" + pandas("read_hdf")),
            new Magic("934e554d5059", "this is a NumPy array (.npy); write it with numpy.savetxt and a header, as CSV"),
            new Magic("53514c69746520666f726d6174203300", "this is an SQLite database; export the table as CSV"),
            new Magic("4645413100", "this is a Feather file" + pandas("read_feather")),
            new Magic("24464c32402823", "this is an SPSS file" + pandas("read_spss")),
            new Magic("24464c33402823", "this is an SPSS file" + pandas("read_spss")),
            new Magic("3c73746174615f6474613e", "this is a Stata file" + pandas("read_stata")),
            new Magic("000000000000000000000000c2ea8160", "this is a SAS file" + pandas("read_sas")),
            new Magic("524458320a", "this is an R workspace; write it in R with write.csv(x, row.names = FALSE)"),
            new Magic("524458330a", "this is an R workspace; write it in R with write.csv(x, row.names = FALSE)"),
            new Magic("580a000000", "this is an R object (.rds); write it in R with write.csv(x, row.names = FALSE)"),
            new Magic("7b5c727466", "this is an RTF document; send the table itself as CSV"),
            new Magic("7f454c46", "this is a program, not a table"),
            new Magic("49492a00", "this is a TIFF picture; send the table itself as CSV"),
            new Magic("4d4d002a", "this is a TIFF picture; send the table itself as CSV"),
            new Magic("4d41544c414220352e30204d41542d66", "this is a MATLAB file; write it with writetable, as CSV"),
            new Magic("4f626a01", "this is an Avro file; write it as CSV and send that"),
            new Magic("0000feff", "this is UTF-32; save it as UTF-8 and send that"),
            new Magic("fffe0000", "this is UTF-32; save it as UTF-8 and send that"));

    private static final Pattern MARKDOWN = Pattern.compile("\\|[^\\n]{1,2000}\\|\\s*\\n\\|?[ :|-]*-[ :|-]*\\|\\s*\\n");
    private static final Pattern LIBSVM =
            Pattern.compile("[-+]?\\d+(?:\\.\\d+)? +\\d+:[-+.\\deE]+[^\\n,;]*\\n[-+]?\\d+(?:\\.\\d+)? +\\d+:");

    private ForeignFile() {}

    /** The words for a file of another kind that is known by bytes. */
    static Optional<String> ofBytes(byte[] first) {
        String hex = HexFormat.of().formatHex(first, 0, Math.min(16, first.length));
        for (Magic known : MAGIC) {
            if (hex.startsWith(known.magic())) {
                return Optional.of(known.words());
            }
        }
        String letters = new String(first, StandardCharsets.ISO_8859_1);
        if (letters.matches("(?s)PK(\\x03\\x04|\\x05\\x06|\\x07\\x08).*")) {
            return Optional.of(zip(letters));
        }
        if (letters.matches("(?s)BZh[1-9](1AY&SY|\\x17rE8P\\x90).*")) {
            return Optional.of("this is packed with bzip2; unpack it and send the CSV, plain or as gzip");
        }
        if (letters.matches("(?s)\\x80[\\x02-\\x05].*")) {
            return Optional.of("this is a Python pickle" + pandas("read_pickle"));
        }
        if (ParquetUpload.is(first)) {
            return Optional.of("this is a Parquet file" + pandas("read_parquet"));
        }
        if (letters.matches("(?s)ORC.{0,12}[\\x00-\\x08\\x0e-\\x1f].*")) {
            return Optional.of("this is an ORC file" + pandas("read_orc"));
        }
        if (letters.matches("(?s)GIF8[79]a.{0,9}[\\x00-\\x08\\x0e-\\x1f].*")) {
            return Optional.of("this is a GIF picture; send the table itself as CSV");
        }
        if (letters.startsWith("ustar\0", 257) || letters.startsWith("ustar  \0", 257)) {
            return Optional.of("this is a tar archive; unpack it and send one CSV");
        }
        return letters.matches("(?s)%PDF-\\d\\.\\d.*")
                ? Optional.of("this is a PDF document; send the table itself as CSV")
                : Optional.empty();
    }

    private static String zip(String letters) {
        if (letters.contains("mimetypeapplication/vnd.oasis.opendocument")) {
            return "this is an OpenDocument file, such as a spreadsheet (.ods)" + SEND;
        }
        if (letters.contains("[Content_Types].xml") || letters.contains("xl/")) {
            return "this is an Excel workbook (.xlsx)" + SEND;
        }
        return letters.contains(".npy")
                ? "this is a NumPy archive (.npz); write it with numpy.savetxt and a header, as CSV"
                : "this is a zip archive; unpack it and send one CSV, plain or as gzip";
    }

    /** The refusal for a text file of another kind, known by its first letters; they are UTF-8 and start at {@code from}. */
    static Optional<String> ofText(byte[] first, int from) {
        String text = new String(first, from, first.length - from, StandardCharsets.UTF_8).stripLeading();
        String begin = text.substring(0, Math.min(40, text.length())).toLowerCase(Locale.ROOT);
        if (begin.startsWith("version https://git-lfs.github.com/")) {
            return Optional.of(
                    "this is a Git LFS pointer, not the file it stands for; run git lfs pull and send the file");
        }
        if (begin.matches("(?s)(<!doctype html|<html|<head|<body|<table)[\\s>].*")) {
            return Optional.of(
                    "this is an HTML page, perhaps the page of a download and not the file; send the CSV itself");
        }
        if (begin.matches("(?s)(<\\?xml\\s|<!doctype\\s).*")) {
            return Optional.of("this is XML" + SEND);
        }
        if (begin.startsWith("--") && text.contains("Content-Disposition: form-data")) {
            return Optional.of("this is a multipart form without its Content-Type; send multipart/form-data with the"
                    + " boundary, or the file alone");
        }
        if (arff(text)) {
            return Optional.of("this is an ARFF file; write it as CSV with a header of the attributes' names");
        }
        if (MARKDOWN.matcher(text).lookingAt()) {
            return Optional.of("this is a Markdown table; write it as CSV, without the line of dashes");
        }
        if (LIBSVM.matcher(text).lookingAt()) {
            return Optional.of("this is LibSVM's sparse format; write it as CSV with a header, with scikit-learn:"
                    + " pandas.DataFrame(load_svmlight_file(…)[0].toarray()).to_csv(…, index=False)");
        }
        return JsonText.kind(text);
    }

    /** Comments and blank lines may stand before the first declaration. */
    private static boolean arff(String text) {
        if (!text.startsWith("%") && !text.startsWith("@")) {
            return false;
        }
        return text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("%"))
                        .findFirst()
                        .filter(line -> line.matches("(?i)@relation\\s.*"))
                        .isPresent()
                && text.toLowerCase(Locale.ROOT).contains("@attribute");
    }

    private static String pandas(String reader) {
        return "; write it as CSV and send that, with pandas: pandas." + reader + "(…).to_csv(…, index=False)";
    }
}
