package dev.tasuki.server.route;

import dev.tasuki.server.Readiness;
import dev.tasuki.server.metrics.Metrics;
import dev.tasuki.server.metrics.StatusCache;
import dev.tasuki.server.view.HealthView;
import dev.tasuki.server.wire.Drain;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells load balancers and Prometheus how the server is: on the thread that reads and writes or on threads
 * of its own, never behind other requests.
 */
@Controller
@Produces(MediaType.ALL)
@Tag(name = "Operation")
final class HealthController {
    private static final String TEXT_FORMAT = "text/plain;version=0.0.4;charset=utf-8";

    /** Seconds: a part that comes back is seen after one, a server that ends is gone for longer. */
    private static final String LATER = "5";

    private final StatusCache status;
    private final Metrics metrics;
    private final Drain drain;

    HealthController(StatusCache status, Metrics metrics, Drain drain) {
        this.status = status;
        this.metrics = metrics;
        this.drain = drain;
    }

    @Operation(
            operationId = "live",
            summary = "Is the process alive?",
            description = "200 for as long as the server answers at all.")
    @ApiResponse(
            responseCode = "200",
            description = "Alive",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @Get("/health/live")
    HttpResponse<byte[]> live() {
        return JsonAnswer.ok(new HealthView("UP", Map.of()));
    }

    @Operation(
            operationId = "ready",
            summary = "Can it take requests?",
            description = "200 if every part that requests need is there, else 503; 503 too while the server drains.")
    @ApiResponse(
            responseCode = "200",
            description = "Ready",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Not ready; Retry-After says when to ask again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @Get("/health/ready")
    CompletableFuture<HttpResponse<byte[]>> ready() {
        return status.components().thenApply(this::ready);
    }

    private HttpResponse<byte[]> ready(List<Readiness.Component> components) {
        Map<String, HealthView.ComponentView> parts = new LinkedHashMap<>();
        boolean ready = !drain.begun();
        parts.put(
                "server",
                ready
                        ? new HealthView.ComponentView("UP", "takes requests")
                        : new HealthView.ComponentView("DOWN", "is stopping"));
        for (Readiness.Component part : components) {
            ready &= part.ready();
            parts.put(part.name(), new HealthView.ComponentView(part.ready() ? "UP" : "DOWN", part.detail()));
        }
        HealthView health = new HealthView(ready ? "UP" : "DOWN", parts);
        byte[] body = JsonAnswer.bytes(health);
        return ready
                ? JsonAnswer.answer(HttpStatus.OK, body)
                : JsonAnswer.answer(HttpStatus.SERVICE_UNAVAILABLE, body).header(HttpHeaders.RETRY_AFTER, LATER);
    }

    @Operation(
            operationId = "health",
            summary = "How is it?",
            description = "The same as /health/ready, at the address that most watchers try first.")
    @ApiResponse(
            responseCode = "200",
            description = "Ready",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Not ready; Retry-After says when to ask again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @Get("/health")
    CompletableFuture<HttpResponse<byte[]>> health() {
        return ready();
    }

    @Operation(
            operationId = "metrics",
            summary = "Numbers for Prometheus",
            description = "Requests, trainings, predictions, tasks by state, queues and the JVM.")
    @ApiResponse(
            responseCode = "200",
            description = "Prometheus's text format",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    @Get("/metrics")
    CompletableFuture<HttpResponse<byte[]>> metrics() {
        return metrics.text()
                .thenApply(text -> HttpResponse.ok(text.getBytes(StandardCharsets.UTF_8))
                        .header(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT));
    }
}
