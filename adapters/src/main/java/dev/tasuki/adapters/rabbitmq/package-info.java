/**
 * The broker port over RabbitMQ (AMQP 0-9-1). {@code RabbitBroker} is the only way in; its connections are those of
 * {@code adapters.amqp}. {@code Publisher} sends, {@code ConsumerLoop} receives, {@code ReplyInbox} takes answers,
 * {@code Queues} declares, {@code RabbitTopology} compares what is wanted with what is there.
 */
@NullMarked
package dev.tasuki.adapters.rabbitmq;

import org.jspecify.annotations.NullMarked;
