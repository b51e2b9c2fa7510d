package dev.tasuki.adapters.resp;

import redis.clients.jedis.exceptions.JedisDataException;

/** What the URL names is there and is something else: waiting does not help. The message is a sentence with the remedy. */
public final class Misnamed extends JedisDataException {
    private static final long serialVersionUID = 1L;

    Misnamed(String message) {
        super(message);
    }
}
