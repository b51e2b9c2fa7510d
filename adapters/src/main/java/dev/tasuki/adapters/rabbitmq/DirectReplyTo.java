package dev.tasuki.adapters.rabbitmq;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names by which the broker replaces {@code amq.rabbitmq.reply-to}:
 * {@code amq.rabbitmq.reply-to.<process>.<key>}, the process as a term of Erlang in base64. A sender can
 * make one up, and the broker then ends the connection of the client that publishes to it (RabbitMQ 3.10: 541
 * INTERNAL_ERROR), with all that is under way there: for anything but such a term, and for one of a node
 * that it does not know. So nothing is sent to a name of another form, and the first reply to a node
 * goes over a connection that nothing else uses. Thread-safe.
 */
final class DirectReplyTo {
    /** Far more than nodes of a cluster. */
    private static final int MOST_NODES = 1_000;

    private static final String PREFIX = WireFormat.DIRECT_REPLY_TO + ".";
    private static final int TERM = 131;
    private static final int PID = 103;
    private static final int NEW_PID = 88;
    private static final int ATOM = 100;
    private static final int SMALL_ATOM = 115;
    private static final int ATOM_UTF8 = 118;
    private static final int SMALL_ATOM_UTF8 = 119;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The node in a name of the form that the broker gives; empty for a name of another form. */
    static Optional<String> node(String name) {
        int dot = name.indexOf('.', PREFIX.length());
        if (!name.startsWith(PREFIX) || dot < 0 || dot == name.length() - 1 || name.indexOf('.', dot + 1) >= 0) {
            return Optional.empty();
        }
        String process = name.substring(PREFIX.length(), dot);
        try {
            byte[] term = Base64.getDecoder().decode(process);
            return Base64.getEncoder().encodeToString(term).equals(process)
                    ? node(ByteBuffer.wrap(term))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException other) {
            return Optional.empty();
        }
    }

    private static Optional<String> node(ByteBuffer term) {
        int version = term.get() & 0xFF;
        int tag = term.get();
        if (version != TERM || tag != PID && tag != NEW_PID) {
            return Optional.empty();
        }
        int length = switch (term.get()) {
            case ATOM, ATOM_UTF8 -> term.getShort() & 0xFFFF;
            case SMALL_ATOM, SMALL_ATOM_UTF8 -> term.get() & 0xFF;
            default -> -1;
        };
        // Numbers of the process: id and serial, and which start of the node it was.
        int rest = tag == PID ? 2 * Integer.BYTES + 1 : 3 * Integer.BYTES;
        if (length < 1 || term.remaining() != length + rest) {
            return Optional.empty();
        }
        byte[] node = new byte[length];
        term.get(node);
        return Optional.of(new String(node, StandardCharsets.UTF_8));
    }

    /** True if a reply to that node has gone well. */
    boolean known(String node) {
        return known.contains(node);
    }

    /** A reply to that node went well. */
    void learn(String node) {
        if (known.size() < MOST_NODES) {
            known.add(node);
        }
    }
}
