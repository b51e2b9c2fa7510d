package dev.tasuki.adapters.rabbitmq;

import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RabbitServer}: one for the whole run, started by the first test that asks.
 * Without the broker's package the tests are skipped, or fail where TASUKI_REQUIRE_BACKENDS is true.
 */
final class RabbitServers implements ParameterResolver {
    private record Started(RabbitServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RabbitServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        requireInstalled();
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RabbitServers.class))
                .computeIfAbsent(Started.class, key -> start(), Started.class)
                .server();
    }

    static void requireInstalled() {
        if (!"true".equals(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            Assumptions.assumeTrue(
                    RabbitServer.installed(),
                    "the package rabbitmq-server is not installed: tests over RabbitMQ skipped");
        }
    }

    private static Started start() {
        try {
            return new Started(RabbitServer.start());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
