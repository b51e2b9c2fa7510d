/**
 * The broker on Amazon SQS, over standard and FIFO queues: a message is a hint at a task's row, so duplicates and any
 * order are harmless. Bodies that a queue does not take travel through the object store.
 *
 * <p>It was run against ElasticMQ, which speaks the same protocol, and not against AWS. What only AWS does is written
 * from Amazon's documentation.
 */
@NullMarked
package dev.tasuki.adapters.sqs;

import org.jspecify.annotations.NullMarked;
