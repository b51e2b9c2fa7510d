package dev.tasuki.core.data.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFileTest {
    private static PlainCsv open(byte[] upload) throws IOException {
        return PlainCsv.of("dataset d", new ByteArrayInputStream(upload), DialectOptions.NOTHING);
    }

    static Stream<Arguments> kinds() {
        String rows = "{\"a\": 1, \"b\": \"x\"}\n";
        return Stream.of(
                Arguments.of("PK\3\4\24\0\6\0[Content_Types].xml", "Excel workbook (.xlsx)"),
                Arguments.of("PK\3\4\24\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "(.ods)"),
                Arguments.of("PK\3\4\24\0\u00ff\n1\n", "zip archive"),
                Arguments.of("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0", "(.xls)"),
                Arguments.of("BZh91AY&SY\1\2", "bzip2"),
                Arguments.of("\u00fd7zXZ\0\0", "xz archive"),
                Arguments.of("7z\u00bc\u00af\u0027\u001c\0", "7z archive"),
                Arguments.of("\u001f\u008b\b\0", "gzip within gzip"),
                Arguments.of("PAR1\u0015\u0004\u0015", "Parquet"),
                Arguments.of("ARROW1\0\0\u00ff", "Arrow"),
                Arguments.of("\u0089PNG\r\n\u001a\n\0", "PNG"),
                Arguments.of("\u00ff\u00d8\u00ff\u00e0", "JPEG"),
                Arguments.of("%PDF-1.7\n%x", "PDF"),
                Arguments.of("\u0089HDF\r\n\u001a\n", "HDF5"),
                Arguments.of("\u0093NUMPY\1\0", ".npy"),
                Arguments.of("\u0080\4\u0095\0", "pickle"),
                Arguments.of("SQLite format 3\0", "SQLite"),
                Arguments.of("FEA1\0\0\0\0", "Feather"),
                Arguments.of("$FL2@(#) SPSS DATA FILE", "SPSS"),
                Arguments.of("<stata_dta><header>", "Stata"),
                Arguments.of("\0".repeat(12) + "\u00c2\u00ea\u0081\u0060", "SAS"),
                Arguments.of("RDX3\nX\n\0", "R workspace"),
                Arguments.of("X\n\0\0\0\3", "R object"),
                Arguments.of("{\\rtf1\\ansi", "RTF"),
                Arguments.of("\u007fELF\2", "program"),
                Arguments.of("II*\0", "TIFF"),
                Arguments.of("MATLAB 5.0 MAT-file", "MATLAB"),
                Arguments.of("| a | b |\n|---|:-:|\n| 1 | 2 |\n", "Markdown"),
                Arguments.of("1 1:0.5 2:1.2\n-1 1:0.3 2:1\n", "LibSVM"),
                Arguments.of("[" + rows + "," + rows + "]", "this is JSON;"),
                Arguments.of("{\"columns\": [\"a\"], \"data\": [[NaN]]}", "this is JSON;"),
                Arguments.of(rows + rows, "this is JSON lines"),
                Arguments.of(rows.repeat(10_000), "this is JSON lines"),
                Arguments.of("[" + (rows + ",").repeat(10_000), "this is JSON;"),
                Arguments.of("% iris\n\n@RELATION iris\n@ATTRIBUTE x NUMERIC\n@DATA\n1\n", "ARFF"),
                Arguments.of("\n<!DOCTYPE html>\n<html>", "HTML"),
                Arguments.of("<?xml version=\"1.0\"?><a/>", "XML"),
                Arguments.of("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n", "Git LFS pointer"),
                Arguments.of(
                        "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\na\n1\r\n--b--\r\n", "multipart"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("kinds")
    void aFileOfAnotherKindIsRefusedByItsName(String content, String name) {
        assertThatThrownBy(() -> open(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, wrong -> assertThat(wrong.code()).isEqualTo(RefusalCode.INVALID_DATASET))
                .hasMessageContaining("dataset d: this is ")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PK,name\n1,a\n",
                "FEA1,x\n1,2\n",
                "RDX3,x\n1,2\n",
                "MATLAB score,x\n1,2\n",
                "1 1:2,b\n1 1:3,4\n",
                "PAR1,PAR2\n1,2\n",
                "ORC,elf\n1,2\n",
                "BZh9,x\n1,2\n",
                "ARROW1,x\n1,2\n",
                "GIF89a,x\n1,2\n",
                "\"{\"\"a\"\": 1}\",b\n1,2\n",
                "{a},{b}\n1,2\n",
                "{\"id\"},x\n1,2\n",
                "[Price],[Qty]\n1,2\n",
                "[1],[2]\n1,2\n",
                "[1]\n5\n",
                "@relation,x\n1,2\n",
                "@relation x,y\n1,2\n",
                "% share,x\n1,2\n",
                "%PDF,x\n1,2\n",
                "<b>,x\n1,2\n",
                "<html,x\n1,2\n",
                "version https,x\n1,2\n",
                "7z,x\n1,2\n",
                "--,x\n1,2\n"
            })
    void aCsvWhoseHeaderOnlyLooksLikeOneIsNone(String csv) throws IOException {
        assertThat(open(csv.getBytes(StandardCharsets.UTF_8)).content().readAllBytes())
                .isEqualTo(csv.getBytes(StandardCharsets.UTF_8));
    }
}
