package dev.tasuki.server.guard;

import dev.tasuki.core.task.Shown;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.web.router.RouteAttributes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes only the types of bodies that a route reads. A type that a form of any page can send without asking
 * (text/plain) is none of them; {@code application/x-www-form-urlencoded} is what curl says unless it is told
 * otherwise, so it is taken from clients that do not look like a browser. Forms with a file, multipart/form-data,
 * are how many programs upload; from a browser they are taken if it says that the page is our own. No type at
 * all is what Python's requests says of {@code data=}.
 */
@Singleton
@Order(4)
final class ContentTypes implements RequestRule {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final String FETCH = "sec-fetch-";
    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> JSON = Set.of(MediaType.APPLICATION_JSON);
    private static final Set<String> DATASET = Set.of(
            "text/csv",
            "text/tab-separated-values",
            "application/csv",
            "application/gzip",
            "application/x-gzip",
            "application/octet-stream",
            "application/vnd.apache.parquet");

    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        if (!changes(request)) {
            return null;
        }
        List<String> types = request.getHeaders().getAll(HttpHeaders.CONTENT_TYPE);
        boolean put =
                request.getMethod() == HttpMethod.PUT && !request.getPath().contains("/aliases/");
        boolean post =
                request.getMethod() == HttpMethod.POST && request.getPath().endsWith("/datasets");
        boolean csv =
                request.getMethod() == HttpMethod.POST && request.getPath().endsWith("/predict.csv");
        boolean json = types.size() == 1 && types.getFirst().equals(MediaType.APPLICATION_JSON);
        if (types.isEmpty() || (json && !put && !post && !csv)) {
            return null;
        }
        return RouteAttributes.getRouteMatch(request).isEmpty()
                ? null
                : csv ? checkCsv(request, types) : check(request, types, put, post);
    }

    private static @Nullable HttpResponse<?> checkCsv(HttpRequest<?> request, List<String> types) {
        String whole = String.join(", ", types);
        String[] parts = whole.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        if (!DATASET.contains(type) && !(type.equals(FORM) && !browser(request))) {
            return refused(
                    request,
                    "Content-Type '" + Shown.of(whole)
                            + "' is not taken here; send text/csv, text/tab-separated-values,"
                            + " application/gzip or application/octet-stream");
        }
        return checkCharset(request, parts, true);
    }

    private static @Nullable HttpResponse<?> check(
            HttpRequest<?> request, List<String> types, boolean put, boolean post) {
        Set<String> allowed = put ? DATASET : post ? Set.of(MULTIPART) : JSON;
        String whole = String.join(", ", types);
        String[] parts = whole.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        boolean known = type.equals(MULTIPART)
                ? (put || post) && (request.getHeaders().contains(HttpHeaders.ORIGIN) || !ofAPage(request))
                : allowed.contains(type) || (type.equals(FORM) && !post && !browser(request));
        if (!known && type.equals(MULTIPART) && (put || post)) {
            return refused(request, "a form of a page is taken only with the header Origin, which browsers send");
        }
        if (!known) {
            return refused(
                    request, "Content-Type '" + Shown.of(whole) + "' is not taken here; send " + wanted(put, post));
        }
        return checkCharset(request, parts, put);
    }

    private static @Nullable HttpResponse<?> checkCharset(HttpRequest<?> request, String[] parts, boolean csv) {
        for (int i = 1; i < parts.length; i++) {
            if (foreignCharset(parts[i])) {
                return refused(
                        request,
                        "'" + Shown.of(parts[i].strip()) + "' is not taken; send UTF-8"
                                + (csv ? ", or say ?encoding= in the URL instead" : ""));
            }
        }
        return null;
    }

    private static String wanted(boolean put, boolean post) {
        if (post) {
            return "multipart/form-data, such as curl -F file=@x.csv; PUT /datasets/{id} takes the file itself";
        }
        return put
                ? "text/csv, text/tab-separated-values, application/gzip, application/octet-stream or multipart/form-data"
                : "application/json";
    }

    private static HttpResponse<?> refused(HttpRequest<?> request, String detail) {
        return Problems.answer(HttpCode.UNSUPPORTED_MEDIA_TYPE, detail, request);
    }

    private static boolean changes(HttpRequest<?> request) {
        return request.getMethod() != HttpMethod.GET
                && request.getMethod() != HttpMethod.HEAD
                && request.getMethod() != HttpMethod.OPTIONS;
    }

    /** What a browser says of every request. Node's fetch, which has no pages, says Sec-Fetch-Mode alone. */
    private static boolean ofAPage(HttpRequest<?> request) {
        return request.getHeaders().contains(SITE);
    }

    private static boolean browser(HttpRequest<?> request) {
        if (request.getHeaders().contains(HttpHeaders.ORIGIN)) {
            return true;
        }
        for (String name : request.getHeaders().names()) {
            if (name.regionMatches(true, 0, FETCH, 0, FETCH.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean foreignCharset(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
            return false;
        }
        String charset = parameter.substring(equals + 1).strip().replace("\"", "");
        return !charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("utf8");
    }
}
