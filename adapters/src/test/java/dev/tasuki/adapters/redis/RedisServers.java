package dev.tasuki.adapters.redis;

import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RedisServer}: one for the whole run, started by the first test that asks. Without the server's
 * package the tests are skipped, or fail where TASUKI_REQUIRE_BACKENDS is true.
 */
final class RedisServers implements ParameterResolver {
    private record Started(RedisServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RedisServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        requireInstalled();
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RedisServers.class))
                .computeIfAbsent(Started.class, key -> start(), Started.class)
                .server();
    }

    static void requireInstalled() {
        if (!"true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            Assumptions.assumeTrue(
                    RedisServer.installed(), "the package redis-server is not installed: tests over Redis skipped");
        }
    }

    private static Started start() {
        try {
            return new Started(RedisServer.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
