package dev.tasuki.server.edge;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers; one to HEAD has no body, whatever its headers say. */
final class AnswerEncoder extends HttpResponseEncoder {
    private final Connection connection;

    AnswerEncoder(Connection connection) {
        this.connection = connection;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse answer) {
        return connection.method().equals("HEAD") || super.isContentAlwaysEmpty(answer);
    }
}
