/**
 * The broker port over RabbitMQ (AMQP 0-9-1). {@code RabbitBroker} is the only way in;
 * {@code ConnectionKeeper} keeps a connection alive, {@code PublishLane} sends, {@code ConsumerLoop}
 * receives, {@code ReplyInbox} takes answers, {@code Queues} declares, {@code RabbitTopology} compares
 * what is wanted with what is there. {@code RabbitErrors} is the one place that turns the client
 * library's exceptions into refusals.
 */
@NullMarked
package dev.tasuki.adapters.rabbitmq;

import org.jspecify.annotations.NullMarked;
