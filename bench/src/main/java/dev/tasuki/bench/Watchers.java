package dev.tasuki.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients that follow {@code GET /events} and read all they are sent, on one thread. A server takes 200 connections of
 * one address, so they come from several addresses of this machine.
 */
final class Watchers implements AutoCloseable {
    private static final int PER_ADDRESS = 190;
    private static final String OK = "HTTP/1.1 200 ";

    private final Selector selector = Selector.open();
    private final List<Watcher> all = new ArrayList<>();
    private final Thread reader;
    private volatile boolean closing;
    private volatile @Nullable IOException failed;

    private Watchers(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            all.add(new Watcher(port, i / PER_ADDRESS));
        }
        this.reader = Thread.ofPlatform().name("watchers").start(this::read);
    }

    /** Opens them; each has had its first bytes when this returns. */
    static Watchers open(int port, int count) throws IOException, InterruptedException {
        Watchers watchers = new Watchers(port, count);
        watchers.awaitFirst();
        return watchers;
    }

    private final class Watcher {
        private final SocketChannel channel;
        private volatile long bytes;

        Watcher(int port, int address) throws IOException {
            channel = SocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0." + (2 + address), 0));
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            ByteBuffer request = StandardCharsets.US_ASCII.encode(
                    "GET /events?topics=tasks,models,datasets,queues HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nAccept: text/event-stream\r\n\r\n");
            while (request.hasRemaining()) {
                channel.write(request);
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void take(ByteBuffer into) throws IOException {
            into.clear();
            int n = channel.read(into);
            if (n < 0) {
                throw new IOException("the server ended a stream after " + bytes + " bytes");
            }
            if (bytes == 0) {
                String head = StandardCharsets.US_ASCII.decode(into.flip()).toString();
                if (!head.startsWith(OK)) {
                    throw new IOException("no stream: " + head);
                }
            }
            bytes += n;
        }
    }

    private synchronized void awaitFirst() throws IOException, InterruptedException {
        while (all.stream().anyMatch(watcher -> watcher.bytes == 0)) {
            expectWell();
            wait(100);
        }
    }

    private void read() {
        ByteBuffer into = ByteBuffer.allocate(1 << 16);
        try {
            while (!closing) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Watcher) key.attachment()).take(into);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            failed = e;
        }
    }

    private void expectWell() throws IOException {
        IOException reason = failed;
        if (reason != null) {
            throw new IOException("the clients that watch ended", reason);
        }
    }

    /** What all of them have been sent so far. */
    long bytes() throws IOException {
        expectWell();
        return all.stream().mapToLong(watcher -> watcher.bytes).sum();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closing = true;
        selector.wakeup();
        reader.join();
        for (Watcher watcher : all) {
            watcher.channel.close();
        }
        selector.close();
    }
}
