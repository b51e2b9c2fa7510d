/**
 * A connection to an AMQP 0-9-1 server that is kept, for all adapters that speak that protocol: {@code RabbitSettings} says where
 * it leads and is read from a URL, {@code ConnectionKeeper} opens it and opens it again, {@code Connections} looks at what comes in
 * before the client library does, {@code PublishLane} sends and knows what became of it, {@code FlowGate} waits while the broker
 * takes nothing. {@code RabbitErrors} is the one place that turns the client library's exceptions into refusals.
 */
@NullMarked
package dev.tasuki.adapters.amqp;

import org.jspecify.annotations.NullMarked;
