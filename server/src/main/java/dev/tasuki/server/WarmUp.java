package dev.tasuki.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server that has just started for its own health, over the network as a watcher does. The first request
 * loads the classes of every later one, which takes half a second on two slow cores; so the first watcher would
 * wait for longer than watchers do.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final List<String> PATHS = List.of("/health/live", "/health/ready");
    private static final int ROUNDS = 5;
    private static final int TIMEOUT_MS = 5_000;

    private final HttpSettings settings;
    private final int port;

    WarmUp(HttpSettings settings, int port) {
        this.settings = settings;
        this.port = port;
    }

    /** Returns when the server has answered, or could not: it is as good as it was then. */
    void run() {
        try {
            InetAddress address =
                    settings.wildcard() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(settings.host());
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : PATHS) {
                    ask(new InetSocketAddress(address, port), path);
                }
            }
            // What the start has made lives as long as the process. Moved now, it is copied by no collection under
            // load.
            System.gc();
        } catch (IOException e) {
            LOG.debug("the server could not ask for its own health", e);
        }
    }

    private static void ask(InetSocketAddress address, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + address.getPort()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            answer.transferTo(OutputStream.nullOutputStream());
        }
    }
}
