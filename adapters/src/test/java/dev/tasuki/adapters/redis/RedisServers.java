package dev.tasuki.adapters.redis;

import dev.tasuki.testservers.RedisCluster;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RedisServer} or a {@link RedisCluster} of one node: one for the whole run, started by the first
 * test that asks. Without the server's
 * package the tests are skipped, or fail where TASUKI_REQUIRE_BACKENDS is true.
 */
final class RedisServers implements ParameterResolver {
    private record Started<S extends AutoCloseable>(S server) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            server.close();
        }
    }

    private interface Start<S> {
        S start() throws IOException;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RedisServer.class || type == RedisCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        requireInstalled();
        Class<?> type = parameter.getParameter().getType();
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RedisServers.class))
                .computeIfAbsent(
                        type,
                        key -> type == RedisCluster.class
                                ? start(() -> RedisCluster.start(1))
                                : start(RedisServer::start),
                        Started.class)
                .server();
    }

    static void requireInstalled() {
        if (!"true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            Assumptions.assumeTrue(
                    RedisServer.installed(), "the package redis-server is not installed: tests over Redis skipped");
        }
    }

    private static <S extends AutoCloseable> Started<S> start(Start<S> server) {
        try {
            return new Started<>(server.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
