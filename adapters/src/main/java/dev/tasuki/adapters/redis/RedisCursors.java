package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Answer;
import dev.tasuki.core.port.Cursors;
import java.util.OptionalLong;

/**
 * Cursors in a hash of Redis. Each method is one operation of one script.
 *
 * @param rows closed by who opened them
 */
public record RedisCursors(RedisRows rows) implements Cursors {
    @Override
    public OptionalLong of(String reader) {
        Object version = rows.read("cursor", reader);
        return version == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(Answer.text(version)));
    }

    @Override
    public void begin(String reader, long version) {
        rows.write("begin", reader, version);
    }

    @Override
    public boolean move(String reader, long from, long to) {
        return Answer.number(rows.write("move", reader, from, to)) == 1;
    }
}
