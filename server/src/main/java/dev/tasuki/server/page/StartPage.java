package dev.tasuki.server.page;

import dev.tasuki.core.task.TaskState;
import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.Readiness;
import dev.tasuki.server.metrics.StatusCache;
import dev.tasuki.server.view.Examples;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** The page at {@code /} for a person without a browser's console: what runs here, how to try it, where to go on. */
@Singleton
final class StartPage {
    private final HttpSettings settings;
    private final StatusCache status;

    StartPage(HttpSettings settings, StatusCache status) {
        this.settings = settings;
        this.status = status;
    }

    /** The page as HTML, with commands for the server at {@code origin}, e.g. http://localhost:5000. */
    String html(String origin) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Tasuki</title>
                <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/assets/start.css">
                </head>
                <body>
                <main>
                <header>
                <img src="/assets/favicon.svg" alt="">
                <div><h1>Tasuki <span class="version">%s</span></h1>
                <p>Trains and asks machine-learning models, asynchronously.</p></div>
                </header>
                <h2>What runs here</h2>
                <ul class="parts">%s</ul>
                %s
                <h2>Try it</h2>
                <p class="step">Train a model on the sample dataset:</p>
                <pre><code>%s</code></pre>
                <p class="step">Ask it, with the <code>model_id</code> from the answer:</p>
                <pre><code>%s</code></pre>
                <h2>Go on</h2>
                <ul class="links">%s</ul>
                </main>
                </body>
                </html>
                """.formatted(
                        escaped(settings.version()),
                        parts(),
                        counts(),
                        escaped(curl(origin, "train", Examples.TRAIN)),
                        escaped(curl(origin, "predict", Examples.PREDICT.replace(Examples.MODEL, "MODEL_ID"))),
                        links());
    }

    /** The same for programs. */
    Map<String, Object> view(String origin) {
        return Map.of(
                "name", "Tasuki",
                "version", settings.version(),
                "links",
                        Map.of(
                                "docs", origin + "/docs",
                                "console", origin + "/console/",
                                "redoc", origin + "/redoc",
                                "openapi", origin + "/openapi.json",
                                "datasets", origin + "/datasets",
                                "models", origin + "/models",
                                "tasks", origin + "/tasks",
                                "metrics", origin + "/metrics",
                                "health", origin + "/health/ready"));
    }

    private String parts() {
        return status.components().join().stream().map(StartPage::part).collect(Collectors.joining());
    }

    private static String part(Readiness.Component part) {
        String mark = part.ready() ? "<span class=\"mark up\">● UP</span>" : "<span class=\"mark down\">▲ DOWN</span>";
        return "<li>%s<strong>%s</strong><span class=\"detail\">%s</span></li>"
                .formatted(mark, escaped(part.name()), escaped(part.detail()));
    }

    /** Empty while the result store is away; the page says so above. */
    private String counts() {
        Map<TaskState, Long> counts = status.counts().join();
        return counts.isEmpty()
                ? ""
                : "<p class=\"counts\">Tasks: <b>%d</b> waiting, <b>%d</b> running, <b>%d</b> completed, <b>%d</b> failed.</p>"
                        .formatted(
                                counts.getOrDefault(TaskState.TASK_RECEIVED, 0L),
                                counts.getOrDefault(TaskState.TASK_STARTED, 0L),
                                counts.getOrDefault(TaskState.TASK_COMPLETED, 0L),
                                counts.getOrDefault(TaskState.TASK_ERROR, 0L));
    }

    private static String curl(String origin, String route, String body) {
        return "curl -X POST %s/%s -H 'Content-Type: application/json' -d '%s'"
                .formatted(origin, route, body.replace("\": ", "\":").replace(", ", ","));
    }

    private static String links() {
        return link("/console/", "the console: queue and model quality on one page, live")
                + link("/docs", "Swagger UI: every route, to try out")
                + link("/redoc", "ReDoc: the same, to read")
                + link("/openapi.json", "OpenAPI document")
                + link("/datasets", "what can be learned from")
                + link("/models", "what has been learned")
                + link("/tasks", "what is waiting, running, done")
                + link("/metrics", "numbers for Prometheus")
                + link("/health/ready", "can it take requests?");
    }

    private static String link(String path, String words) {
        return "<li><a href=\"%s\">%s</a> <span>%s</span></li>".formatted(path, path, words);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
