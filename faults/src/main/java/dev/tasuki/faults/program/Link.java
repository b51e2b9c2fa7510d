package dev.tasuki.faults.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server through which bytes go, or not: a port of 127.0.0.1 that passes on what comes,
 * as its {@link Weather} allows. Thread-safe.
 */
public final class Link implements AutoCloseable {
    private static final int DELAY_MILLIS = 150;

    private volatile int target;
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Socket> upstreams = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Weather weather = Weather.FAIR;

    /** What happens to connections. */
    public enum Weather {
        /** Everything passes. */
        FAIR,
        /** Those there are get a reset, new ones too. */
        CUT,
        /** They stay, new ones are taken, and nothing passes. */
        SILENT,
        /** Everything passes, each piece 150 ms late. */
        SLOW,
        /** The server is told that nothing more will come; new connections are well. */
        HALF_CLOSED
    }

    private Link(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    /** Opens a way to this port of 127.0.0.1. */
    public static Link to(int target) {
        try {
            Link link = new Link(target, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("link-" + target).start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to connect instead of the target. */
    public int port() {
        return server.getLocalPort();
    }

    /** Leads elsewhere: new connections do, and those there are get a reset. */
    public void redirect(int port) {
        target = port;
        open.forEach(Link::reset);
    }

    /** Changes what happens, at once. */
    public void become(Weather next) {
        lock.lock();
        try {
            weather = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        switch (next) {
            case CUT -> open.forEach(Link::reset);
            case HALF_CLOSED -> upstreams.forEach(Link::closeOutput);
            case FAIR, SILENT, SLOW -> {}
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (now() == Weather.CUT) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // The next turn sees it.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(upstream);
            upstreams.add(upstream);
            Thread.ofVirtual().start(() -> pass(client, upstream));
            Thread.ofVirtual().start(() -> pass(upstream, client));
        } catch (IOException nobodyThere) {
            reset(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] piece = new byte[1 << 14];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
                letPass();
                out.write(piece, 0, size);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            upstreams.remove(from);
        }
    }

    private void letPass() throws InterruptedException {
        lock.lock();
        try {
            if (weather == Weather.SLOW) {
                long left = TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS);
                while (left > 0 && weather == Weather.SLOW) {
                    left = changed.awaitNanos(left);
                }
            }
            while (weather == Weather.SILENT) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Weather now() {
        lock.lock();
        try {
            return weather;
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void closeOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Link::reset);
    }
}
