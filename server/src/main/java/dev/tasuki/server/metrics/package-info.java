/** What Prometheus reads: request timings, the telemetry of {@code core}, tasks, queues and the JVM. */
@NullMarked
package dev.tasuki.server.metrics;

import org.jspecify.annotations.NullMarked;
