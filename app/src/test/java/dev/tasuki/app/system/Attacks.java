package dev.tasuki.app.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tasuki.app.system.Attacker.Answer;
import dev.tasuki.app.system.Attacker.Held;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What has ended or frozen a server before it had bounds, and others of the same kinds. */
final class Attacks {
    private static final String NAMES = names("c", 10_000, 96);
    private static final int BODY = 8 << 20;

    private final String model;

    /** @param model answers predictions of the sample dataset */
    Attacks(String model) {
        this.model = model;
    }

    /**
     * One attack.
     *
     * @param request what is sent
     * @param before what the server did without bounds
     * @param allowed the statuses with which it may answer; 0: the connection is closed
     */
    record Attack(String name, String request, String before, Set<Integer> allowed, Function<Attacker, Answer> send) {}

    List<Attack> all() {
        return List.of(
                new Attack(
                        "names",
                        "twice 27 kB: 10,000 unknown features of 96 letters",
                        "all frozen for 84 s",
                        Set.of(0, 422),
                        Attacks::unknownNames),
                new Attack(
                        "trees",
                        "/train of 100,000 unlimited trees",
                        "the process died three times",
                        Set.of(422),
                        a -> train(
                                a,
                                "{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\",\"bp\",\"s5\"],"
                                        + "\"target\":\"target\",\"params\":{\"n_estimators\":100000,\"max_depth\":null}}")),
                new Attack(
                        "problems",
                        "1 MB of JSON with 500,000 wrong features, 1 kB zipped",
                        "443 MB of answer",
                        Set.of(422),
                        a -> a.askZipped("POST /train", features("1", 500_000))),
                new Attack(
                        "problems, more",
                        "8 MB of the same",
                        "443 MB of answer",
                        Set.of(413),
                        a -> a.askZipped("POST /train", features("1", 4_000_000))),
                new Attack(
                        "elements",
                        "/predict of 4 million values that nobody wants",
                        "2 GB of memory",
                        Set.of(413, 422),
                        a -> a.askZipped(
                                "POST /predict",
                                "{\"model_id\":\"" + model + "\",\"x\":[" + "1,".repeat(3_900_000)
                                        + "1],\"input_data\":{}}")),
                new Attack(
                        "bodies",
                        "100 bodies of 8 MiB without their last byte",
                        "dead at the 28th",
                        Set.of(0, 200, 503),
                        Attacks::unfinishedBodies),
                new Attack(
                        "headers",
                        "300 connections with half a header",
                        "none was ever cut",
                        Set.of(200),
                        Attacks::unfinishedHeaders),
                new Attack(
                        "gzip ratio",
                        "PUT of 20 million rows in 39 kB",
                        "the process died after 1 s",
                        Set.of(422),
                        a -> upload(a, rows("a\n", "1\n", 20_000_000))),
                new Attack(
                        "gzip ratio, three columns",
                        "PUT of 40 million rows in 350 kB",
                        "the process died after 5 s",
                        Set.of(422),
                        a -> upload(a, rows("a,b,c\n", "1,2,3\n", 40_000_000))),
                new Attack(
                        "honest upload",
                        "PUT of 120 MB of CSV",
                        "the process died after 2 s",
                        Set.of(201),
                        Attacks::honestUpload),
                new Attack(
                        "wide names",
                        "PUT of 1,000 columns with names of 60,000 letters",
                        "180 MB for each GET",
                        Set.of(422),
                        Attacks::wideNames),
                new Attack(
                        "wide cells",
                        "1,000 columns with cells of 60,000 letters, shown 20 times",
                        "10.8 GB resident",
                        Set.of(200),
                        Attacks::wideCells),
                new Attack(
                        "blank lines",
                        "PUT of 2 GB of blank lines in 1.9 MB",
                        "29 s of a core, 2 GB of disk",
                        Set.of(422),
                        a -> upload(a, Attacker.gzip("\n".repeat(1 << 20).getBytes(UTF_8), 200))),
                new Attack(
                        "gzip members",
                        "PUT of 200,000 empty members",
                        "500, stack overflow",
                        Set.of(422),
                        a -> upload(a, members(200_000))),
                new Attack(
                        "gzip rest",
                        "PUT of gzip with garbage behind it",
                        "stored without a word",
                        Set.of(422),
                        a -> upload(a, joined(Attacker.gzip("a,b\n1,2\n"), "garbage".getBytes(UTF_8)))),
                new Attack(
                        "classes",
                        "classifier of 12,000 classes",
                        "the process died three times",
                        Set.of(422),
                        Attacks::manyClasses),
                new Attack(
                        "walks",
                        "/predict of 100,000 rows through 10,000 trees",
                        "no prediction for 100 s",
                        Set.of(422),
                        Attacks::manyWalks),
                new Attack(
                        "cells",
                        "/predict of 2.1 million cells",
                        "3.3 GB resident",
                        Set.of(413, 422),
                        a -> a.askZipped(
                                "POST /predict",
                                "{\"model_id\":\"" + model + "\",\"input_data\":[" + listed("{\"bmi\":1}", 300_000)
                                        + "]}")),
                new Attack(
                        "rebinding",
                        "GET /models of Host evil.example",
                        "200",
                        Set.of(421),
                        a -> a.raw(a.headWithoutHost(
                                "GET /models",
                                "Host: evil.example",
                                "Origin: http://evil.example",
                                "Sec-Fetch-Site: same-origin",
                                "Connection: close"))),
                new Attack(
                        "same-site",
                        "POST /train from another port of localhost",
                        "accepted",
                        Set.of(403),
                        a -> a.ask(
                                "POST /train",
                                Http.TRAIN.getBytes(UTF_8),
                                "Sec-Fetch-Site: same-site",
                                "Content-Type: application/json")),
                new Attack(
                        "two hosts",
                        "two Host headers",
                        "200",
                        Set.of(400),
                        a -> a.raw(a.head("GET /health/live", "Host: other", "Connection: close"))),
                new Attack(
                        "coding",
                        "Transfer-Encoding: xchunked",
                        "read as no body",
                        Set.of(400, 501),
                        a -> a.raw(a.head("POST /train", "Transfer-Encoding: xchunked"))),
                new Attack(
                        "long head",
                        "20 kB of headers",
                        "413 about a body",
                        Set.of(431),
                        a -> a.raw(a.head("GET /health/live", "X-Long: " + "x".repeat(20_000)))),
                new Attack(
                        "long line",
                        "20 kB of path",
                        "413 about a body",
                        Set.of(414),
                        a -> a.raw(a.head("GET /" + "x".repeat(20_000)))),
                new Attack(
                        "unwanted body",
                        "GET with a body of 100 MB",
                        "read to its end",
                        Set.of(0, 413),
                        a -> a.raw(a.head("GET /models", "Content-Length: 100000000"), new byte[4 << 20])),
                new Attack(
                        "methods",
                        "50 methods that do not exist",
                        "16 series of metrics for each, for good",
                        Set.of(200),
                        Attacks::inventedMethods),
                new Attack(
                        "far future",
                        "/train for the year 2099",
                        "10,001 of them closed the server",
                        Set.of(422),
                        a -> train(
                                a,
                                "{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\"],"
                                        + "\"target\":\"target\",\"run_at\":\"2099-01-01T00:00:00Z\"}")),
                new Attack(
                        "keys twice",
                        "a JSON key given twice",
                        "the last one counted",
                        Set.of(422),
                        a -> train(
                                a,
                                "{\"dataset_id\":\"a\",\"dataset_id\":\"diabetes\","
                                        + "\"features\":[\"bmi\"],\"target\":\"target\"}")));
    }

    private static Answer train(Attacker attacker, String json) {
        return attacker.ask("POST /train", json.getBytes(UTF_8), "Content-Type: application/json");
    }

    private static Answer upload(Attacker attacker, byte[] zipped) {
        return attacker.ask("PUT /datasets/attack", zipped, "Content-Type: application/gzip");
    }

    private static Answer unknownNames(Attacker attacker) {
        upload(attacker, Attacker.gzip(NAMES + "\n" + row("1", 10_000) + "\n"));
        String features = "\"" + names("d", 10_000, 96).replace(",", "\",\"") + "\"";
        byte[] body = Attacker.gzip("{\"dataset_id\":\"attack\",\"target\":\"t\",\"features\":[" + features + "]}");
        byte[] head = attacker.head(
                "POST /train",
                "Content-Encoding: gzip",
                "Content-Type: application/json",
                "Content-Length: " + body.length);
        attacker.hitAndRun(head, body);
        attacker.hitAndRun(head, body);
        return attacker.ask("POST /train", body, "Content-Encoding: gzip", "Content-Type: application/json");
    }

    private static Answer unfinishedBodies(Attacker attacker) {
        byte[] head = attacker.head("POST /predict", "Content-Length: " + BODY, "Content-Type: application/json");
        try (Held held = attacker.hold(100, head, new byte[BODY - 1])) {
            return attacker.ask("GET /health/live", new byte[0]);
        }
    }

    /** Of one address a share of the connections is enough to keep itself out, not the others. */
    private static Answer unfinishedHeaders(Attacker attacker) {
        try (Held held = attacker.hold(300, "GET /health/live HTTP/1.1\r\nHost: ".getBytes(UTF_8))) {
            held.leave();
        }
        return attacker.ask("GET /health/live", new byte[0]);
    }

    private static Answer honestUpload(Attacker attacker) {
        String row =
                IntStream.range(0, 20).mapToObj(i -> "0." + (1_000 + i * 37)).collect(Collectors.joining(","));
        byte[] names = (names("c", 20, 4) + "\n").getBytes(UTF_8);
        byte[] rows = (row + "\n").repeat((1 << 20) / (row.length() + 1)).getBytes(UTF_8);
        // The same bytes over and over: a file in this process's memory would hold up its own looks at the health.
        byte[][] parts = new byte[122][];
        Arrays.fill(parts, rows);
        parts[0] = attacker.head(
                "PUT /datasets/honest",
                "Content-Type: text/csv",
                "Connection: close",
                "Content-Length: " + (names.length + 120L * rows.length));
        parts[1] = names;
        return attacker.raw(parts);
    }

    private static Answer wideNames(Attacker attacker) {
        Stream<String> names = IntStream.range(0, 1_000).mapToObj(i -> "n" + i + "n".repeat(59_990) + ",");
        return upload(attacker, Attacker.gzip(Stream.concat(names, Stream.of("n\n" + row("1", 1_001) + "\n"))));
    }

    private static Answer wideCells(Attacker attacker) {
        String cells = row("x".repeat(60_000), 1_000);
        upload(attacker, Attacker.gzip(names("c", 1_000, 8) + "\n" + cells + "\n"));
        Answer shown = attacker.ask("GET /datasets/attack", new byte[0]);
        for (int i = 0; i < 20; i++) {
            attacker.hitAndRun(attacker.head("GET /datasets/attack"));
        }
        return shown.bytes() < 1 << 20 ? shown : new Answer(500, shown.bytes(), "too long an answer");
    }

    private static Answer manyClasses(Attacker attacker) {
        String csv = "x,id\n"
                + IntStream.range(0, 12_000).mapToObj(i -> i + ",k" + i).collect(Collectors.joining("\n"));
        upload(attacker, Attacker.gzip(csv + "\n"));
        return train(
                attacker,
                "{\"dataset_id\":\"attack\",\"features\":[\"x\"],\"target\":\"id\","
                        + "\"algorithm\":\"RandomForestClassifier\",\"params\":{\"n_estimators\":2}}");
    }

    private static Answer manyWalks(Attacker attacker) {
        Http http = new Http(attacker.url());
        String id = http.train("{\"dataset_id\":\"diabetes\",\"features\":[\"bmi\"],\"target\":\"target\","
                + "\"params\":{\"n_estimators\":10000,\"max_depth\":1}}");
        http.ended(id);
        return attacker.askZipped(
                "POST /predict",
                "{\"model_id\":\"" + id + "\",\"input_data\":[" + listed("{\"bmi\":1}", 100_000) + "]}");
    }

    private static Answer inventedMethods(Attacker attacker) {
        for (int i = 0; i < 50; i++) {
            attacker.raw(attacker.head("FOO" + i + " /models", "Connection: close"));
        }
        Answer metrics = attacker.ask("GET /metrics", new byte[0]);
        return metrics.text().contains("FOO") ? new Answer(500, metrics.bytes(), "a made-up method") : metrics;
    }

    private static String features(String item, int times) {
        return "{\"dataset_id\":\"diabetes\",\"target\":\"x\",\"features\":[" + listed(item, times) + "]}";
    }

    private static byte[] rows(String header, String row, int times) {
        byte[] block = row.repeat(1_000).getBytes(UTF_8);
        return joined(Attacker.gzip(header), Attacker.gzip(block, times / 1_000));
    }

    private static byte[] members(int count) {
        byte[] member = Attacker.gzip("");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Attacker.gzip("a,b\n1,2\n"));
        for (int i = 0; i < count; i++) {
            all.writeBytes(member);
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    /** Different names, each of this length, with commas between. */
    private static String names(String prefix, int count, int letters) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix
                        + i
                        + "n"
                                .repeat(Math.max(
                                        0,
                                        letters
                                                - prefix.length()
                                                - Integer.toString(i).length())))
                .collect(Collectors.joining(","));
    }

    private static String row(String cell, int times) {
        return listed(cell, times);
    }

    private static String listed(String item, int times) {
        return (item + ",").repeat(times - 1) + item;
    }
}
