package dev.tasuki.adapters.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands between a client and a store, passes requests on byte by byte (so signatures stay right),
 * remembers them, and does to some of them what a {@link Fault} says. One request per connection.
 */
final class FaultyProxy implements AutoCloseable {
    /** A request as it came over the wire; header names are in lower case. */
    record Request(String line, List<String> headers) {
        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(h -> h.startsWith(start))
                    .map(h -> h.substring(start.length()).strip())
                    .findFirst();
        }

        boolean is(String method, String part) {
            return line.startsWith(method + " ") && line.contains(part);
        }
    }

    private record Plan(Predicate<Request> which, Fault fault) {}

    private final URI store;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedDeque<Plan> plans = new ConcurrentLinkedDeque<>();
    private final List<Plan> always = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    FaultyProxy(URI store) throws IOException {
        this.store = store;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next request of this kind gets this fault; several calls queue up. */
    void once(String method, String part, Fault fault) {
        plans.add(new Plan(request -> request.is(method, part), fault));
    }

    /** Every request of this kind gets this fault. */
    void forGood(String method, String part, Fault fault) {
        always.add(new Plan(request -> request.is(method, part), fault));
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Request> requests(String method, String part) {
        return requests.stream().filter(r -> r.is(method, part)).toList();
    }

    private Void accept() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            open.add(socket);
            threads.submit(() -> serve(socket));
        }
        return null;
    }

    private Void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String head = head(in);
        if (head.isEmpty()) {
            socket.close();
            return null;
        }
        List<String> lines = head.strip().lines().toList();
        Request request = new Request(
                lines.getFirst(),
                lines.stream().skip(1).map(FaultyProxy::lowerName).toList());
        if (request.header("expect").isPresent()) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] body = in.readNBytes(
                request.header("content-length").map(Integer::parseInt).orElse(0));
        requests.add(request);
        act(socket, request, head, body);
        return null;
    }

    private static String lowerName(String header) {
        int colon = header.indexOf(':');
        return header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon);
    }

    private void act(Socket socket, Request request, String head, byte[] body) throws IOException {
        switch (fault(request)) {
            case null -> answer(socket, forward(head, body));
            case Fault.Answer answer -> answer(socket, error(answer.status(), answer.code()));
            case Fault.Silence silence -> {}
            case Fault.Reset reset -> reset(socket);
            case Fault.LostAnswer lostAnswer -> {
                forward(head, body);
                reset(socket);
            }
            case Fault.CutBody cut -> {
                byte[] whole = forward(head, body);
                int start = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
                socket.getOutputStream().write(whole, 0, start + cut.bytes());
                socket.close();
            }
            case Fault.Damage damage -> {
                body[body.length / 2] ^= 1;
                answer(socket, forward(head, body));
            }
        }
    }

    private Fault fault(Request request) {
        for (Plan plan : plans) {
            if (plan.which.test(request) && plans.remove(plan)) {
                return plan.fault;
            }
        }
        return always.stream()
                .filter(plan -> plan.which.test(request))
                .map(Plan::fault)
                .findFirst()
                .orElse(null);
    }

    private byte[] forward(String head, byte[] body) throws IOException {
        try (Socket upstream = new Socket(store.getHost(), store.getPort())) {
            String own = head.replaceAll("(?im)^(connection|expect):.*\r\n", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            OutputStream out = upstream.getOutputStream();
            out.write(own.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return upstream.getInputStream().readAllBytes();
        }
    }

    private static byte[] error(int status, String code) {
        String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>planned</Message></Error>";
        return ("HTTP/1.1 " + status + " Planned\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void answer(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.close();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
        threads.close();
    }
}
