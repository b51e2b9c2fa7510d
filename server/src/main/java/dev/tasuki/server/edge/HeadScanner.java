package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;
import io.netty.buffer.ByteBuf;

/**
 * Looks at a request line and headers as bytes, before anything is made of them: how long they are, and
 * that their lines are such as no two programs read differently (RFC 9112, sections 2.2, 3 and 5.2).
 * For one connection, on its thread.
 */
final class HeadScanner {
    private static final int METHOD_LETTERS = 20;
    private static final int PARTS = 3;

    private final EdgeBounds.Requests bounds;

    /** Bytes of this head that were looked at. */
    private int seen;

    private int lines;

    /** Where the line begins that is being looked at, counted from the head's first byte. */
    private int line;

    HeadScanner(EdgeBounds.Requests bounds) {
        this.bounds = bounds;
    }

    /** True if some bytes of a head are there. */
    boolean begun() {
        return seen > 0;
    }

    /** True once the buffer, which begins with the head, has the whole of it; the next call begins another. */
    boolean complete(ByteBuf in) throws Refused {
        int start = in.readerIndex();
        int end = in.writerIndex();
        if (seen == 0 && end > start) {
            checkFirst(in.getByte(start));
        }
        int from = start + seen;
        seen = end - start;
        for (int lf = in.indexOf(from, end, (byte) '\n'); lf >= 0; lf = in.indexOf(lf + 1, end, (byte) '\n')) {
            if (lf == start || in.getByte(lf - 1) != '\r') {
                throw bad("a line does not end with CR and LF");
            }
            if (lines > 0 && lf - 1 == start + line) {
                return ended(lf + 1 - start);
            }
            line(in, start + line, lf);
            line = lf + 1 - start;
        }
        checkSize(seen);
        return false;
    }

    private boolean ended(int length) throws Refused {
        checkSize(length);
        seen = 0;
        lines = 0;
        line = 0;
        return true;
    }

    private void line(ByteBuf in, int begin, int lf) throws Refused {
        if (lines == 0) {
            checkSize(lf + 1 - begin);
            checkRequestLine(in, begin, lf - 1);
        } else if (in.getByte(begin) == ' ' || in.getByte(begin) == '\t') {
            throw bad("a header goes on in a second line, which is no longer allowed");
        }
        lines++;
        if (lines - 1 > bounds.headers()) {
            throw new Refused(
                    HttpCode.HEADERS_TOO_LARGE,
                    "the request has more than %,d headers; send fewer".formatted(bounds.headers()));
        }
    }

    private void checkSize(int length) throws Refused {
        if (length <= bounds.head()) {
            return;
        }
        throw lines == 0
                ? new Refused(
                        HttpCode.URI_TOO_LONG,
                        "the request line is longer than %,d bytes; send long values in the body"
                                .formatted(bounds.head()))
                : new Refused(
                        HttpCode.HEADERS_TOO_LARGE,
                        "the request line and headers are longer than %,d bytes together; send fewer or shorter ones"
                                .formatted(bounds.head()));
    }

    private static void checkFirst(byte first) throws Refused {
        if (!isToken(first)) {
            throw bad("it does not begin with a method such as GET; is this a client of another protocol?");
        }
    }

    /** Method, target and version, with one space between two of them, and the method in capitals. */
    private static void checkRequestLine(ByteBuf in, int start, int end) throws Refused {
        int parts = 1;
        int methodEnd = end;
        for (int at = start; at < end; at++) {
            byte letter = in.getByte(at);
            if (letter == ' ') {
                methodEnd = parts == 1 ? at : methodEnd;
                parts++;
            } else if ((letter > 0 && letter < ' ') || letter == 0 || letter == 0x7f) {
                throw bad("its first line has a control character");
            }
        }
        if (parts != PARTS || in.getByte(end - 1) == ' ') {
            throw bad("its first line must be a method, a path and a version, each parted by one space");
        }
        checkMethod(in, start, methodEnd);
    }

    private static void checkMethod(ByteBuf in, int start, int end) throws Refused {
        boolean capitals = end - start <= METHOD_LETTERS;
        for (int at = start; at < end; at++) {
            byte letter = in.getByte(at);
            if (!isToken(letter)) {
                throw bad("its method has a character that methods do not have");
            }
            capitals &= letter >= 'A' && letter <= 'Z';
        }
        if (!capitals) {
            throw new Refused(
                    HttpCode.NOT_IMPLEMENTED,
                    "the method is none that is known here; GET, HEAD, POST, PUT, DELETE and OPTIONS are, in capitals");
        }
    }

    private static boolean isToken(byte letter) {
        return letter >= 'A' && letter <= 'Z'
                || letter >= 'a' && letter <= 'z'
                || letter >= '0' && letter <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(letter) >= 0;
    }

    private static Refused bad(String why) {
        return new Refused(HttpCode.BAD_REQUEST, "the request cannot be read: " + why);
    }
}
