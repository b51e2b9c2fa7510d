package dev.tasuki.adapters.gcs;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client that nobody answers: the time that a request may take is over at once, and is noted. */
final class HungClient extends HttpClient {
    private final boolean connects;
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    /** {@code connects} is false if not even a connection comes about. */
    HungClient(boolean connects) {
        this.connects = connects;
    }

    /** How long each request would have been waited for. */
    List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        waits.add(request.timeout().orElseThrow(() -> new AssertionError("a request without an end: " + request)));
        throw connects
                ? new HttpTimeoutException("request timed out")
                : new HttpConnectTimeoutException("HTTP connect timed out");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new AssertionError("the store asks for nothing of the kind");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushes) {
        throw new AssertionError("the store asks for nothing of the kind");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new AssertionError("the store asks for nothing of the kind");
    }

    @Override
    public SSLParameters sslParameters() {
        throw new AssertionError("the store asks for nothing of the kind");
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    /** There is nothing to wait for. */
    @Override
    public void close() {}
}
