package dev.tasuki.server.page;

import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.wire.AnyQuery;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Serves the pages. */
@AnyQuery
@Hidden
@ForClients
@Controller
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class PageController {
    private final StartPage start;
    private final OpenApiDocument document;
    private final EmbeddedServer server;
    private final HttpSettings settings;
    private final byte[] docs = Resources.read("tasuki/pages/docs.html");
    private final byte[] redoc = Resources.read("tasuki/pages/redoc.html");

    PageController(StartPage start, OpenApiDocument document, EmbeddedServer server, HttpSettings settings) {
        this.start = start;
        this.document = document;
        this.server = server;
        this.settings = settings;
    }

    /** A browser goes on to the console; who accepts anything, as curl does, gets the plain page. */
    @Get("/")
    HttpResponse<byte[]> start(HttpRequest<?> request) {
        String origin = settings.shown(server.getPort()).toString();
        MutableHttpResponse<byte[]> answer;
        if (accepts(request, MediaType.TEXT_HTML)) {
            answer = HttpResponse.<byte[]>status(HttpStatus.FOUND)
                    .header(HttpHeaders.LOCATION, settings.path() + "/console/");
        } else if (accepts(request, MediaType.APPLICATION_JSON)) {
            answer = JsonAnswer.ok(start.view(origin));
        } else {
            answer = html(start.html(origin));
        }
        return answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    @Get("/docs")
    HttpResponse<byte[]> docs() {
        return html(docs);
    }

    @Get("/redoc")
    HttpResponse<byte[]> redoc() {
        return html(redoc);
    }

    @Get("/openapi.json")
    HttpResponse<byte[]> openApi() {
        return JsonAnswer.answer(HttpStatus.OK, document.json());
    }

    @Get("/favicon.ico")
    HttpResponse<Map<String, String>> favicon() {
        return HttpResponse.permanentRedirect(URI.create(settings.path() + "/assets/favicon.svg"));
    }

    private static boolean accepts(HttpRequest<?> request, String wanted) {
        return request.accept().stream().anyMatch(type -> type.getName().equals(wanted));
    }

    private static MutableHttpResponse<byte[]> html(String page) {
        return html(page.getBytes(StandardCharsets.UTF_8));
    }

    private static MutableHttpResponse<byte[]> html(byte[] page) {
        return HttpResponse.ok(page).contentType(MediaType.of("text/html;charset=utf-8"));
    }
}
