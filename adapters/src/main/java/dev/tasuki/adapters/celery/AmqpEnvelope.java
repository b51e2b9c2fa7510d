package dev.tasuki.adapters.celery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import dev.tasuki.core.base.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Celery's messages as AMQP has them: its headers are a table of typed values there, and JSON here. */
final class AmqpEnvelope {
    private static final int MILLIS = 1000;

    private AmqpEnvelope() {}

    static Envelope read(BasicProperties properties, byte[] body) {
        ObjectNode headers = Json.object();
        Map<String, Object> table = properties.getHeaders();
        if (table != null) {
            put(headers, table);
        }
        return new Envelope(
                text(properties.getContentType()),
                text(properties.getContentEncoding()),
                headers,
                text(properties.getReplyTo()),
                text(properties.getCorrelationId()),
                body);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void put(ObjectNode to, Map<?, ?> table) {
        table.forEach((name, value) -> {
            switch (value) {
                case null -> to.putNull(name.toString());
                case Map<?, ?> inner -> put(to.putObject(name.toString()), inner);
                case List<?> list -> add(to.putArray(name.toString()), list);
                default -> to.set(name.toString(), Json.tree(plain(value)));
            }
        });
    }

    private static void add(ArrayNode to, List<?> list) {
        for (Object value : list) {
            switch (value) {
                case null -> to.addNull();
                case Map<?, ?> inner -> put(to.addObject(), inner);
                case List<?> more -> add(to.addArray(), more);
                default -> to.add(Json.tree(plain(value)));
            }
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case LongString text -> text.toString();
            case Date date -> date.getTime() / MILLIS;
            case Boolean yes -> yes;
            case BigDecimal number -> number;
            case Number number -> number;
            default -> value.toString();
        };
    }

    /** The same as AMQP takes it. */
    static Map<String, Object> table(ObjectNode json) {
        Map<String, Object> table = new HashMap<>();
        json.properties().forEach(member -> table.put(member.getKey(), typed(Json.plain(member.getValue()))));
        return table;
    }

    @SuppressWarnings("NullAway") // AMQP has a type for nothing, and Celery sends it.
    private static @Nullable Object typed(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                List<Object> typed = new ArrayList<>(list.size());
                list.forEach(one -> typed.add(typed(one)));
                yield typed;
            }
            case Map<?, ?> map -> {
                Map<String, Object> typed = new HashMap<>();
                map.forEach((name, one) -> typed.put(name.toString(), typed(one)));
                yield typed;
            }
            case null -> null;
            default -> value;
        };
    }
}
