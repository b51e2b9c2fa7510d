/**
 * Connections to a Redis server, for all adapters that use one: {@code RedisSettings} says where it is and is read from a URL,
 * {@code RedisLink} opens a connection and says whether the server will do, {@code Lane} sends what many callers want as few
 * pipelines, {@code BlockingReader} waits for something to come, {@code Script} is a Lua script of ours. {@code RedisErrors} is
 * the one place that turns the client library's exceptions into refusals.
 */
@NullMarked
package dev.tasuki.adapters.resp;

import org.jspecify.annotations.NullMarked;
