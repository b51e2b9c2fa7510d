package dev.tasuki.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection as bytes: says what no client would say, and hears what comes back. */
final class Wired implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    Wired(URI server) {
        this(server, "127.0.0.1");
    }

    /** From an address of this machine, e.g. 127.0.0.2. */
    Wired(URI server, String from) {
        try {
            socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer as it came. */
    record Answer(int status, List<String> headers, String body) {
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        String code() {
            return json().path("code").asText();
        }

        boolean last() {
            return header("Connection").equals("close");
        }
    }

    /** Where the text names localhost, the server's port is added: it knows itself by no other name. */
    Wired say(String text) {
        String named = text.replaceAll("(?i)localhost(?!:)", "$0:" + socket.getPort());
        return say(named.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wired say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if the bytes could still be said; false if the server has closed. */
    boolean trySay(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** The next answer, whose body must have a length. */
    Answer hear() {
        return hear(true);
    }

    /** The next answer to HEAD. */
    Answer hearHead() {
        return hear(false);
    }

    private Answer hear(boolean body) {
        try {
            String first = line();
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            Answer answer = new Answer(Integer.parseInt(first.split(" ")[1]), headers, "");
            String length = answer.header("Content-Length");
            int bytes = body && !length.isEmpty() ? Integer.parseInt(length) : 0;
            return new Answer(answer.status(), headers, new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** True if nothing more comes: the server has closed, or closes before the test's patience ends. */
    boolean closed() {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("still open", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
