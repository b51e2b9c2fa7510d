package dev.tasuki.app.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Sends what no honest client would send, over sockets of its own. */
final class Attacker {
    private static final int PATIENCE_MS = 120_000;
    private static final int KEPT = 1 << 16;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

    private final URI server;

    Attacker(String server) {
        this.server = URI.create(server);
    }

    /**
     * What came back.
     *
     * @param status 0 if the connection was closed without an answer
     * @param bytes of the whole answer
     * @param text its first 64 KiB
     */
    record Answer(int status, long bytes, String text) {
        static final Answer CLOSED = new Answer(0, 0, "");

        /** The status and, where there is one, the stable code. */
        String shown() {
            Matcher code = CODE.matcher(text);
            String words = code.find() ? " " + code.group(1) : "";
            return status == 0 ? "closed" : status + words;
        }
    }

    String url() {
        return server.toString();
    }

    /** A connection that the caller closes. */
    Socket open() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** A request's head with the right Host and the headers given, each {@code Name: value}. */
    byte[] head(String requestLine, String... headers) {
        return head(requestLine, true, headers);
    }

    /** The same without a Host of its own. */
    byte[] headWithoutHost(String requestLine, String... headers) {
        return head(requestLine, false, headers);
    }

    private byte[] head(String requestLine, boolean host, String... headers) {
        StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
        if (host) {
            head.append("Host: ").append(server.getAuthority()).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One request and its answer, the connection closed afterwards. */
    Answer ask(String requestLine, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Connection: close");
        all.add("Content-Length: " + body.length);
        return raw(head(requestLine, all.toArray(String[]::new)), body);
    }

    /** A JSON body that is sent as gzip. */
    Answer askZipped(String requestLine, String json) {
        return ask(requestLine, gzip(json), "Content-Type: application/json", "Content-Encoding: gzip");
    }

    /** Sends bytes as they are and reads until the server closes. */
    Answer raw(byte[]... parts) {
        try (Socket socket = open()) {
            send(socket, parts);
            return read(socket.getInputStream());
        } catch (IOException e) {
            return Answer.CLOSED;
        }
    }

    /** Sends and leaves without waiting for an answer. */
    void hitAndRun(byte[]... parts) {
        try (Socket socket = open()) {
            send(socket, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps {@code count} connections open that have each sent the parts, until closed. */
    Held hold(int count, byte[]... parts) {
        List<Socket> sockets = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < count; i++) {
            try {
                Socket socket = open();
                sockets.add(socket);
                send(socket, parts);
            } catch (IOException e) {
                refused++;
            }
        }
        return new Held(sockets, refused);
    }

    /** Connections that wait. */
    record Held(List<Socket> sockets, int refused) implements AutoCloseable {
        /** Ends our side of each and waits until the server has closed its own: it counts them until then. */
        void leave() {
            for (Socket socket : sockets) {
                try {
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (SocketTimeoutException open) {
                    throw new AssertionError("the server keeps a connection that its client has left", open);
                } catch (IOException closed) {
                    // One that was refused has been reset.
                }
            }
        }

        @Override
        public void close() {
            for (Socket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** A server that has said no may close while we still send: its answer is what counts. */
    private static void send(Socket socket, byte[]... parts) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.flush();
        } catch (IOException closed) {
            if (socket.getInputStream().available() == 0) {
                throw closed;
            }
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[KEPT];
        long bytes = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                kept.write(buffer, 0, Math.max(0, Math.min(n, KEPT - kept.size())));
            }
        } catch (IOException cutOff) {
            if (bytes == 0) {
                throw cutOff;
            }
        }
        String text = kept.toString(StandardCharsets.UTF_8);
        Matcher status = STATUS.matcher(text);
        return status.lookingAt() ? new Answer(Integer.parseInt(status.group(1)), bytes, text) : Answer.CLOSED;
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** The texts one after the other, as one gzip member: never all of them in memory. */
    static byte[] gzip(Stream<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes, 1 << 16)) {
            for (String text : (Iterable<String>) texts::iterator) {
                zip.write(text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The bytes repeated this many times, as one gzip member. */
    static byte[] gzip(byte[] block, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes, 1 << 16)) {
            for (int i = 0; i < times; i++) {
                zip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
