package dev.tasuki.adapters.sqs;

import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests an {@link ElasticMqServer}: one for the whole run, started by the first test that asks. */
final class SqsServers implements ParameterResolver {
    private static final Set<Class<?>> GIVEN = Set.of(ElasticMqServer.class, SqsWorld.class);

    private record Started(ElasticMqServer server, SqsWorld world) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SqsServers.class))
                .computeIfAbsent(Started.class, key -> start(), Started.class);
        return parameter.getParameter().getType() == SqsWorld.class ? started.world() : started.server();
    }

    private static Started start() {
        try {
            ElasticMqServer server = ElasticMqServer.start();
            return new Started(server, new SqsWorld(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
