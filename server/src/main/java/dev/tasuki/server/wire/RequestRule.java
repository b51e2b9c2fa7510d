package dev.tasuki.server.wire;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A rule that every request must keep before a route sees it. The rules run one after the other, by their
 * {@link io.micronaut.core.annotation.Order}, on the thread that reads the connection, so a rule never blocks.
 * Thread-safe.
 */
@FunctionalInterface
public interface RequestRule {
    /** The refusal; null if the request keeps the rule. */
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request);
}
