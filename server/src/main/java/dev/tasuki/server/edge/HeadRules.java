package dev.tasuki.server.edge;

import dev.tasuki.server.problem.HttpCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a request's line and headers must agree on, so that it ends where everybody says it ends. Stateless. */
final class HeadRules {
    private static final Pattern VERSION = Pattern.compile("HTTP/\\d\\.\\d");

    private HeadRules() {}

    /**
     * Refuses a request that two programs may read differently. One that names its target in full gets
     * the short form, and the Host that it leaves out.
     */
    static void check(HttpRequest request) throws Refused {
        checkVersion(request);
        checkTransferEncoding(request.headers());
        if (request.decoderResult().isFailure()) {
            throw bad("its path or a header is malformed, or its length is given twice");
        }
        checkHostAndTarget(request);
        if (request.method().equals(HttpMethod.CONNECT)) {
            throw new Refused(HttpCode.NOT_IMPLEMENTED, "this is no proxy: it does not know CONNECT");
        }
    }

    private static void checkVersion(HttpRequest request) throws Refused {
        HttpVersion version = request.protocolVersion();
        if (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)) {
            return;
        }
        if (VERSION.matcher(version.text()).matches()) {
            throw new Refused(HttpCode.VERSION_NOT_SUPPORTED, "the version is not spoken here; use HTTP/1.1");
        }
        throw bad("its version must be HTTP/1.1");
    }

    private static void checkTransferEncoding(HttpHeaders headers) throws Refused {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return;
        }
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
            throw new Refused(
                    HttpCode.NOT_IMPLEMENTED,
                    "the only Transfer-Encoding known here is chunked, and only once; or send a Content-Length");
        }
    }

    private static void checkHostAndTarget(HttpRequest request) throws Refused {
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
            throw bad("it must have exactly one Host header, and has " + hosts.size());
        }
        String target = request.uri();
        if (target.startsWith("/")) {
            return;
        }
        if (target.equals("*") && request.method().equals(HttpMethod.OPTIONS)) {
            return;
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
        if (authority == 0) {
            throw bad("its target must be a path that begins with /");
        }
        int end = authority;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String named = target.substring(authority, end);
        if (hosts.isEmpty()) {
            headers.set(HttpHeaderNames.HOST, named);
        } else if (named.isEmpty() || !named.equalsIgnoreCase(hosts.getFirst())) {
            throw bad("its target and its Host header name different hosts");
        }
        String path = target.substring(end);
        request.setUri(path.startsWith("/") ? path : "/" + path);
    }

    private static Refused bad(String why) {
        return new Refused(HttpCode.BAD_REQUEST, "the request cannot be read: " + why);
    }
}
