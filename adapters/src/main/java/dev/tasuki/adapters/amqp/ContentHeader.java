package dev.tasuki.adapters.amqp;

import dev.tasuki.core.task.Limits;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The AMQP frame with a message's size and properties, looked over before the client library reads it:
 * the library gives up the whole connection at a header that it cannot read, and the broker delivers
 * the message again, to everyone, without end. What passes here the library can read. For one use.
 *
 * <p>Layout: class 2 bytes, weight 2, size of the body 8, a bit for each property 2, then the
 * properties that are there, in the order of the bits.
 */
public final class ContentHeader {
    /** Why a message is refused, as the only one of its headers that is left. */
    public static final String REFUSED = "tasuki-refused";
    /** How large the body was that was left at the broker, in place of the message's headers. */
    public static final String LEFT = "tasuki-left";

    private static final int BASIC = 60;
    private static final int SIZE_AT = 4;
    private static final int FLAGS_AT = 12;
    private static final int PROPERTIES_AT = 14;
    private static final int MORE_FLAGS = 1;
    private static final int HEADERS = 1 << 13;
    private static final int TIMESTAMP = 1 << 6;
    private static final int ONE_BYTE = 1 << 12 | 1 << 11;
    private static final int LAST = 1 << 2;
    private static final String BROKEN = "its properties cannot be read";

    private final byte[] payload;
    private final ByteBuffer in;
    private int entries;
    /** Where the table of headers begins and ends; the end is known once it has been read. */
    private int tableAt = PROPERTIES_AT;

    private int tableEnd = -1;

    /** What is wrong with a message's properties. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    ContentHeader(byte[] payload) {
        this.payload = payload;
        this.in = ByteBuffer.wrap(payload);
    }

    /** True for the header of a message; there is no other kind in AMQP 0-9-1. */
    boolean basic() {
        return payload.length >= PROPERTIES_AT && in.getShort(0) == BASIC;
    }

    /** How many bytes of body follow. */
    long bodySize() {
        return in.getLong(SIZE_AT);
    }

    /** Why the message is refused for its properties; null if it is not. */
    @Nullable
    String problem() {
        try {
            read();
            return null;
        } catch (BufferUnderflowException | IllegalArgumentException cut) {
            return BROKEN;
        } catch (Refused refused) {
            return refused.getMessage();
        }
    }

    private void read() throws Refused {
        in.position(FLAGS_AT);
        int flags = in.getShort() & 0xFFFF;
        if ((flags & MORE_FLAGS) != 0) {
            throw new Refused(BROKEN);
        }
        for (int flag = 1 << 15; flag >= LAST; flag >>= 1) {
            if (flag == HEADERS) {
                tableAt = in.position();
                tableEnd = tableAt;
            }
            if ((flags & flag) == 0) {
                continue;
            }
            if (flag == HEADERS) {
                tableEnd = -1;
                headers();
            } else if ((flag & ONE_BYTE) != 0) {
                skip(1);
            } else if (flag == TIMESTAMP) {
                skip(Long.BYTES);
            } else {
                skip(in.get() & 0xFF);
            }
        }
        // Room is needed for more headers, and for letters that take more bytes when they are sent again.
        if (payload.length > Limits.MESSAGE_HEADER_BYTES.value()) {
            throw new Refused("its properties and headers have %,d bytes, at most %s are allowed"
                    .formatted(payload.length, Limits.MESSAGE_HEADER_BYTES.text()));
        }
    }

    private void headers() throws Refused {
        int length = in.getInt();
        int end = in.position() + length;
        if (length < 0 || end < 0 || end > payload.length) {
            throw new Refused(BROKEN);
        }
        tableEnd = end;
        table(end, 1);
    }

    private void table(int end, int level) throws Refused {
        enter(level);
        while (in.position() < end) {
            skip(in.get() & 0xFF);
            value(end, level);
        }
        closed(end);
    }

    private void array(int end, int level) throws Refused {
        enter(level);
        while (in.position() < end) {
            value(end, level);
        }
        closed(end);
    }

    private static void enter(int level) throws Refused {
        if (level > Limits.MESSAGE_HEADER_DEPTH.value()) {
            throw new Refused("its headers are nested more than " + Limits.MESSAGE_HEADER_DEPTH.text()
                    + " levels deep; send flat headers");
        }
    }

    /** A value that ends outside of its table is one that the library would read differently. */
    private void closed(int end) throws Refused {
        if (in.position() != end) {
            throw new Refused(BROKEN);
        }
    }

    private void value(int outer, int level) throws Refused {
        entries++;
        if (entries > Limits.MESSAGE_HEADER_ENTRIES.value()) {
            throw new Refused("it has more than " + Limits.MESSAGE_HEADER_ENTRIES.text()
                    + " headers, nested ones included; send fewer");
        }
        switch (in.get()) {
            case 'V' -> {}
            case 't', 'b', 'B' -> skip(1);
            case 's', 'u' -> skip(Short.BYTES);
            case 'I', 'i', 'f' -> skip(Integer.BYTES);
            case 'D' -> skip(1 + Integer.BYTES);
            case 'l', 'd', 'T' -> skip(Long.BYTES);
            case 'S', 'x' -> skip(within(outer) - in.position());
            case 'F' -> table(within(outer), level + 1);
            case 'A' -> array(within(outer), level + 1);
            default -> throw new Refused(BROKEN);
        }
    }

    /** Where what begins with its length ends, which is within the table around it. */
    private int within(int outer) throws Refused {
        int length = in.getInt();
        if (length < 0 || length > outer - in.position()) {
            throw new Refused(BROKEN);
        }
        return in.position() + length;
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    /**
     * The same message for the library to read: with one header in place of its own, and with a shorter
     * body. Call it after {@link #problem()}. Properties that cannot be read are left out with all others.
     */
    byte[] replaced(String header, String reason, long bodySize) {
        byte[] table = table(header, reason);
        if (tableEnd >= 0) {
            byte[] before = Arrays.copyOfRange(payload, PROPERTIES_AT, tableAt);
            byte[] after = Arrays.copyOfRange(payload, tableEnd, payload.length);
            byte[] whole = written(bodySize, in.getShort(FLAGS_AT) | HEADERS, before, table, after);
            if (new ContentHeader(whole).problem() == null) {
                return whole;
            }
        }
        return written(bodySize, HEADERS, table);
    }

    private static byte[] table(String header, String reason) {
        byte[] name = header.getBytes(StandardCharsets.US_ASCII);
        byte[] value = reason.getBytes(StandardCharsets.UTF_8);
        int length = 1 + name.length + 1 + Integer.BYTES + value.length;
        ByteBuffer table = ByteBuffer.allocate(Integer.BYTES + length);
        table.putInt(length).put((byte) name.length).put(name);
        return table.put((byte) 'S').putInt(value.length).put(value).array();
    }

    private static byte[] written(long bodySize, int flags, byte[]... properties) {
        int length = Arrays.stream(properties).mapToInt(part -> part.length).sum();
        ByteBuffer out = ByteBuffer.allocate(PROPERTIES_AT + length);
        out.putShort((short) BASIC).putShort((short) 0).putLong(bodySize).putShort((short) flags);
        for (byte[] part : properties) {
            out.put(part);
        }
        return out.array();
    }
}
