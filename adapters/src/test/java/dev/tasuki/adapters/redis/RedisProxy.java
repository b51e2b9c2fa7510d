package dev.tasuki.adapters.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A port that leads to the server until it resets what came. It can lose an answer: the server has done what it answers. */
record RedisProxy(ServerSocket front, int server, List<Socket> clients, AtomicBoolean losing) implements AutoCloseable {
    static RedisProxy to(int server) throws IOException {
        RedisProxy proxy = new RedisProxy(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                server,
                new CopyOnWriteArrayList<>(),
                new AtomicBoolean());
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    String url() {
        return "redis://127.0.0.1:" + front.getLocalPort();
    }

    /** Has the next answer on any connection get lost, and the connection with it. */
    void loseNextAnswer() {
        losing.set(true);
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                clients.add(client);
                Thread.ofVirtual().start(() -> pass(client, upstream));
                Thread.ofVirtual().start(() -> answer(upstream, client));
            } catch (IOException closed) {
                // The next turn sees it.
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException reset) {
            // Both are closed now.
        }
    }

    private void answer(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (losing.compareAndSet(true, false)) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException reset) {
            // Both are closed now.
        }
    }

    void reset() {
        for (Socket client : clients) {
            try {
                client.setSoLinger(true, 0);
                client.close();
            } catch (IOException closed) {
                // The other side was first.
            }
        }
        clients.clear();
    }

    @Override
    public void close() throws IOException {
        front.close();
        reset();
    }
}
