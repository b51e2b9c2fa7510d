package dev.tasuki.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection with one request on its way. It understands what the servers under test
 * send: status line, headers, a body of Content-Length bytes.
 */
final class HttpConnection implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1 << 16;
    private static final String LENGTH = "content-length:";

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
    private long sent;
    private boolean last;

    private HttpConnection(SocketChannel channel, byte[] request) {
        this.channel = channel;
        this.request = ByteBuffer.wrap(request);
    }

    static HttpConnection open(InetSocketAddress server, byte[] request) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return new HttpConnection(channel, request);
    }

    SocketChannel channel() {
        return channel;
    }

    /** When the request was sent that is on its way, {@link System#nanoTime()}. */
    long sent() {
        return sent;
    }

    void send() throws IOException {
        answer.clear();
        request.rewind();
        sent = System.nanoTime();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** The status of the answer; 0 if some of it is still to come. */
    int receive() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the server closed the connection before its answer was whole");
        }
        int head = headLength();
        if (head == 0) {
            return 0;
        }
        String text = new String(answer.array(), 0, head, StandardCharsets.ISO_8859_1);
        if (answer.position() < head + bodyLength(text)) {
            return 0;
        }
        last = text.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
        return Integer.parseInt(text.substring(9, 12));
    }

    /** Whether the server said with its answer that it closes the connection: after 10,000 requests ours does. */
    boolean last() {
        return last;
    }

    /** With the empty line that ends it; 0 if that is not there yet. */
    private int headLength() {
        byte[] bytes = answer.array();
        for (int i = 3; i < answer.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static int bodyLength(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // There is nothing left to close.
            return;
        }
    }
}
