package dev.tasuki.testservers;

import dev.tasuki.testservers.GcsFault.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads: whole ones, and resumable ones with what each has kept so far. */
final class GcsSessions {
    private static final int QUANTUM = 256 << 10;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\*|\\d+)");
    private static final Pattern END = Pattern.compile("bytes \\*/(\\*|\\d+)");
    private static final Pattern BOUNDARY = Pattern.compile("multipart/related; boundary=(\\S+)");
    private static final Pattern NAME = Pattern.compile("\"name\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CRC = Pattern.compile("\"crc32c\":\"([^\"]*)\"");

    private final GcsObjectsInMemory objects;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    GcsSessions(GcsObjectsInMemory objects) {
        this.objects = objects;
    }

    private static final class Session {
        private final String name;
        private final List<byte[]> content = new ArrayList<>();
        private long kept;
        private GcsObjectsInMemory.@Nullable Entity done;

        Session(String name) {
            this.name = name;
        }
    }

    int unfinished() {
        return (int)
                sessions.values().stream().filter(each -> each.done == null).count();
    }

    void start(GcsExchange call, URI endpoint) throws IOException {
        call.body();
        String id = UUID.randomUUID().toString();
        sessions.put(id, new Session(call.parameter("name")));
        call.header("Location", endpoint + call.path() + "?uploadType=resumable&upload_id=" + id);
        call.answer(200, "text/plain", new byte[0]);
    }

    void cancel(GcsExchange call) throws IOException {
        boolean there = sessions.remove(call.parameter("upload_id")) != null;
        call.answer(there ? 499 : 404, "text/plain", new byte[0]);
    }

    void query(GcsExchange call) throws IOException {
        Session session = sessions.get(call.parameter("upload_id"));
        Matcher end = END.matcher(call.header("Content-Range"));
        if (session == null || !end.matches()) {
            call.error(session == null ? 404 : 400, "invalid", "Not Found");
            return;
        }
        synchronized (session) {
            finishAt(session, end.group(1));
            state(call, session);
        }
    }

    void piece(GcsExchange call, GcsFault fault) throws IOException {
        Session session = sessions.get(call.parameter("upload_id"));
        Matcher range = RANGE.matcher(call.header("Content-Range"));
        if (session == null || !range.matches()) {
            call.body();
            call.error(session == null ? 404 : 400, "invalid", "Not Found");
            return;
        }
        synchronized (session) {
            boolean less = fault.kind() == Kind.KEEP || fault.kind() == Kind.KEEP_AND_CUT;
            byte[] body = fault.kind() == Kind.KEEP_AND_CUT ? call.body(fault.number()) : call.body();
            long from = Long.parseLong(range.group(1));
            boolean last = !range.group(3).equals("*");
            long length = Long.parseLong(range.group(2)) - from + 1;
            if (from > session.kept || !less && length != body.length || !last && length % QUANTUM != 0) {
                call.error(400, "invalid", "Invalid Content-Range");
                return;
            }
            int known = (int) (session.kept - from);
            int end = less ? Math.min(body.length, fault.number()) / QUANTUM * QUANTUM : body.length;
            if (end > known) {
                byte[] fresh = Arrays.copyOfRange(body, known, end);
                session.content.add(fault.kind() == Kind.DAMAGE ? GcsObjectsInMemory.damaged(fresh) : fresh);
                session.kept += fresh.length;
            }
            if (fault.kind() == Kind.KEEP_AND_CUT) {
                call.cut();
                return;
            }
            finishAt(session, range.group(3));
            state(call, session);
        }
    }

    private void finishAt(Session session, String total) {
        if (session.done == null && !total.equals("*") && Long.parseLong(total) == session.kept) {
            session.done = objects.store(session.name, session.content, true);
        }
    }

    private static void state(GcsExchange call, Session session) throws IOException {
        if (session.done != null) {
            call.json(200, session.done.json());
            return;
        }
        if (session.kept > 0) {
            call.header("Range", "bytes=0-" + (session.kept - 1));
        }
        call.answer(308, "text/plain", new byte[0]);
    }

    void multipart(GcsExchange call, GcsFault fault) throws IOException {
        byte[] whole = call.body();
        Matcher boundary = BOUNDARY.matcher(call.header("Content-Type"));
        if (!boundary.matches()) {
            call.error(400, "badContent", "no boundary");
            return;
        }
        // One letter for one byte, so that places in the text are places in the bytes.
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        String line = "--" + boundary.group(1);
        int second = text.indexOf("\r\n" + line + "\r\n");
        int content = text.indexOf("\r\n\r\n", second) + 4;
        int end = text.lastIndexOf("\r\n" + line + "--");
        String about = new String(whole, 0, second, StandardCharsets.UTF_8);
        Matcher name = NAME.matcher(about);
        Matcher crc = CRC.matcher(about);
        if (!name.find() || !crc.find() || end < content) {
            call.error(400, "badContent", "no metadata");
            return;
        }
        byte[] bytes = Arrays.copyOfRange(whole, content, end);
        java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
        sum.update(fault.kind() == Kind.DAMAGE ? GcsObjectsInMemory.damaged(bytes) : bytes);
        if (!GcsObjectsInMemory.crc(sum.getValue()).equals(crc.group(1))) {
            call.error(400, "invalid", "Provided CRC32C does not match calculated CRC32C");
            return;
        }
        String plain = name.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        call.json(200, objects.store(plain, List.of(bytes), true).json());
    }
}
