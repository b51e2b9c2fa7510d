package dev.tasuki.server.page;

import dev.tasuki.server.HttpSettings;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.AnyQuery;
import dev.tasuki.server.wire.ForClients;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** Serves the console: its files, and its one page for every address of a view. */
@AnyQuery
@Hidden
@ForClients
@Controller("/console")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ConsoleController {
    private static final String ROOT = "/console/";
    private static final String GZIP = "gzip";

    private final ConsoleFiles files;
    private final HttpSettings settings;

    ConsoleController(ConsoleFiles files, HttpSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    @Get("{/path:.*}")
    HttpResponse<?> file(HttpRequest<?> request) {
        String path = request.getPath();
        if (!path.startsWith(ROOT)) {
            return HttpResponse.redirect(URI.create(settings.path() + ROOT));
        }
        return files.find(path.substring(ROOT.length()))
                .<HttpResponse<?>>map(file -> answer(request.getHeaders(), file))
                .orElseGet(() ->
                        Problems.answer(HttpCode.ROUTE_NOT_FOUND, "the console has no file of this name", request));
    }

    private static HttpResponse<?> answer(HttpHeaders asked, ConsoleFiles.File file) {
        boolean known = asked.getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(tags -> Arrays.stream(tags.split(",")))
                .anyMatch(tag -> tag.strip().replaceFirst("^W/", "").equals(file.etag()));
        boolean zipped = zips(asked);
        MutableHttpResponse<byte[]> answer =
                known ? HttpResponse.notModified() : HttpResponse.ok(zipped ? file.zipped() : file.bytes());
        if (zipped && !known) {
            answer.header(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        return answer.contentType(file.type())
                .header(HttpHeaders.ETAG, file.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }

    /** True if the client says that it takes gzip, as browsers do, and does not weigh it with nothing. */
    private static boolean zips(HttpHeaders asked) {
        return asked.getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(one -> one.strip().toLowerCase(Locale.ROOT))
                .anyMatch(one -> one.equals(GZIP) || (one.startsWith(GZIP + ";") && !one.matches(".*q=0(?:\\.0*)?$")));
    }
}
