package dev.tasuki.testservers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 for servers that are started later, and again on the same one. They lie below
 * those that systems give to outgoing connections: a client that goes on calling a stopped server
 * could otherwise be given that very port for its own end, and the server could not come back.
 */
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 31_999;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** A port that nothing listens on. */
    public static int one() throws IOException {
        return several(1).getFirst();
    }

    /** Different ports that nothing listens on. */
    public static List<Integer> several(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < count) {
                held.add(hold());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static ServerSocket hold() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            try {
                return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
            } catch (BindException e) {
                // Taken: another one is as good.
                continue;
            }
        }
        throw new IOException("no free port of 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
    }
}
