package dev.tasuki.testservers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tasuki.testservers.GcsFault.Kind;
import dev.tasuki.testservers.GcsFault.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Google Cloud Storage on a free port of 127.0.0.1: the calls of its JSON API that an
 * object store needs, resumable uploads with their state, and token servers that check what they are
 * asked with. Objects are in memory. The shapes of requests and answers are written down from Google's
 * public documentation; nothing here was compared with Google's servers. Faults happen by switch: see
 * {@link GcsFault}. Safe for any number of threads.
 */
public final class GcsServer implements AutoCloseable {
    private static final Pattern OBJECTS = Pattern.compile("/storage/v1/b/([^/]+)/o(?:/([^/]+))?");
    private static final Pattern UPLOADS = Pattern.compile("/upload/storage/v1/b/([^/]+)/o");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String bucket;
    private final GcsTokens tokens;
    private final GcsObjectsInMemory objects = new GcsObjectsInMemory();
    private final GcsSessions sessions;
    private final List<GcsFault> faults = new CopyOnWriteArrayList<>();
    private final List<Step> seen = new CopyOnWriteArrayList<>();
    private volatile boolean open;
    private volatile int page = 1_000;
    private volatile @Nullable GcsHook hook;
    private volatile @Nullable String payer;

    private GcsServer(HttpServer server, String bucket, InstantSource clock) {
        this.server = server;
        this.bucket = bucket;
        this.tokens = new GcsTokens(endpoint(), clock);
        this.sessions = new GcsSessions(objects);
    }

    /** Starts a server with this bucket, which asks for tokens; {@code clock} is that of its token servers. */
    public static GcsServer start(String bucket, InstantSource clock) throws IOException {
        // Otherwise an answer's body waits for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        GcsServer server = new GcsServer(http, bucket, clock);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Its token servers. */
    public GcsTokens tokens() {
        return tokens;
    }

    /** From now on nobody needs a token, as with an emulator. */
    public GcsServer anonymous() {
        open = true;
        return this;
    }

    /** From now on the bucket lets those pay who ask, and only this project may: each call has to name it. */
    public void paidBy(String project) {
        payer = project;
    }

    /** From now on a page of a list has at most this many objects. */
    public void pagesOf(int most) {
        page = most;
    }

    /** The next request of the fault's step meets it; several of a step are met one after the other. */
    public void next(GcsFault... more) {
        faults.addAll(List.of(more));
    }

    /** Runs {@code hook} before each request is worked off. */
    public void hook(GcsHook before) {
        hook = before;
    }

    /** The steps of all requests so far. */
    public List<Step> seen() {
        return new ArrayList<>(seen);
    }

    /** Forgets {@link #seen()}, and the faults that were not met. */
    public void forget() {
        seen.clear();
        faults.clear();
    }

    /** The names of all objects. */
    public List<String> names() {
        return objects.names();
    }

    /** How many uploads were begun and neither finished nor cancelled. */
    public int uploads() {
        return sessions.unfinished();
    }

    /** Puts an object there as another program would, with its MD5 or, as composed objects are, without. */
    public void place(String name, byte[] content, boolean md5) {
        objects.store(name, List.of(content), md5);
    }

    private void handle(HttpExchange exchange) throws IOException {
        GcsExchange call = new GcsExchange(exchange);
        try (exchange) {
            Step step = step(call);
            seen.add(step);
            GcsHook before = hook;
            if (before != null) {
                before.before(step);
            }
            Optional<GcsFault> fault = faults.stream()
                    .filter(each -> each.step() == step)
                    .findFirst()
                    .filter(faults::remove);
            serve(call, step, fault.orElse(new GcsFault(step, Kind.NONE, 0, new byte[0])));
        }
    }

    private static Step step(GcsExchange call) {
        String path = call.path();
        String upload = call.parameter("uploadType");
        if (path.equals(GcsTokens.PATH) || path.equals(GcsTokens.MACHINE)) {
            return path.equals(GcsTokens.PATH) ? Step.TOKEN : Step.MACHINE;
        }
        if (!call.parameter("upload_id").isEmpty()) {
            return call.method().equals("DELETE")
                    ? Step.CANCEL
                    : call.header("Content-Range").startsWith("bytes */") ? Step.QUERY : Step.PIECE;
        }
        if (UPLOADS.matcher(path).matches()) {
            return upload.equals("multipart") ? Step.MULTIPART : Step.SESSION;
        }
        if (call.method().equals("DELETE")) {
            return Step.REMOVAL;
        }
        if (call.parameter("alt").equals("media")) {
            return Step.CONTENT;
        }
        return path.endsWith("/o") ? Step.LIST : Step.DESCRIPTION;
    }

    private void serve(GcsExchange call, Step step, GcsFault fault) throws IOException {
        switch (fault.kind()) {
            case CUT -> call.cut();
            case STATUS -> {
                call.body();
                call.error(fault.number(), "backendError", new String(fault.body()));
            }
            case ANSWER -> {
                call.body();
                call.answer(fault.number(), "application/json", fault.body());
            }
            case ELSEWHERE -> {
                call.body();
                call.header("Location", new String(fault.body()));
                call.answer(fault.number(), "application/json", new byte[0]);
            }
            case CUT_AFTER -> {
                call.mute();
                work(call, step, fault);
            }
            case NONE, KEEP, KEEP_AND_CUT, CUT_BODY, DAMAGE -> work(call, step, fault);
        }
    }

    private void work(GcsExchange call, Step step, GcsFault fault) throws IOException {
        if (step == Step.TOKEN) {
            tokens.answer(call);
            return;
        }
        if (step == Step.MACHINE) {
            tokens.answerMachine(call);
            return;
        }
        boolean ofSession = step == Step.PIECE || step == Step.QUERY || step == Step.CANCEL;
        if (!ofSession && !open && !tokens.holds(call.header("Authorization"))) {
            call.body();
            call.error(401, "authError", "Invalid Credentials");
            return;
        }
        switch (step) {
            case PIECE -> sessions.piece(call, fault);
            case QUERY -> sessions.query(call);
            case CANCEL -> sessions.cancel(call);
            default -> {
                if (payer != null && !call.parameter("userProject").equals(payer)) {
                    call.body();
                    call.error(400, "required", "Bucket is a requester pays bucket but no user project provided.");
                } else if (bucketThere(call)) {
                    object(call, step, fault);
                } else {
                    call.body();
                    call.error(404, "notFound", "The specified bucket does not exist.");
                }
            }
        }
    }

    private boolean bucketThere(GcsExchange call) {
        Matcher objects = OBJECTS.matcher(call.path());
        Matcher uploads = UPLOADS.matcher(call.path());
        return objects.matches() && bucket.equals(objects.group(1))
                || uploads.matches() && bucket.equals(uploads.group(1));
    }

    private void object(GcsExchange call, Step step, GcsFault fault) throws IOException {
        switch (step) {
            case MULTIPART -> sessions.multipart(call, fault);
            case SESSION -> sessions.start(call, endpoint());
            case LIST ->
                call.json(
                        200,
                        objects.page(new GcsObjectsInMemory.Query(
                                call.parameter("prefix"),
                                call.parameter("pageToken"),
                                Math.min(page, call.number("maxResults", 1_000)))));
            default -> single(call, step, fault);
        }
    }

    private void single(GcsExchange call, Step step, GcsFault fault) throws IOException {
        Matcher path = OBJECTS.matcher(call.path());
        String name = path.matches() ? GcsExchange.decoded(path.group(2)) : "";
        GcsObjectsInMemory.Entity entity = objects.get(name).orElse(null);
        String wanted = call.parameter("generation");
        if (entity == null || !wanted.isEmpty() && !wanted.equals(Long.toString(entity.generation()))) {
            call.error(404, "notFound", "No such object: " + bucket + "/" + name);
            return;
        }
        switch (step) {
            case DESCRIPTION -> call.json(200, entity.json());
            case REMOVAL -> {
                objects.remove(name);
                call.answer(204, "application/json", new byte[0]);
            }
            default -> content(call, entity, fault);
        }
    }

    private void content(GcsExchange call, GcsObjectsInMemory.Entity entity, GcsFault fault) throws IOException {
        Matcher range = RANGE.matcher(call.header("Range"));
        boolean part = range.matches();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        Map<String, String> headers = entity.headers();
        headers.forEach(call::header);
        if (part) {
            call.header("Content-Range", "bytes %d-%d/%d".formatted(from, entity.size() - 1, entity.size()));
        }
        try (OutputStream out = call.start(part ? 206 : 200, entity.size() - from)) {
            long left = fault.kind() == Kind.CUT_BODY ? fault.number() : entity.size() - from;
            long skip = from;
            for (byte[] piece : entity.content()) {
                int start = (int) Math.min(skip, piece.length);
                skip -= start;
                int length = (int) Math.min(left, piece.length - start);
                byte[] sent = fault.kind() == Kind.DAMAGE ? GcsObjectsInMemory.damaged(piece) : piece;
                out.write(sent, start, length);
                left -= length;
            }
            out.flush();
            if (fault.kind() == Kind.CUT_BODY) {
                call.cut();
            }
        } catch (IOException | UncheckedIOException gone) {
            // The reader has gone, or the connection was cut on purpose.
            call.cut();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
