/**
 * From a delivery to its settlement: claims, leases, retries, the consumers' lives, and request and
 * reply. Knows tasks and ports, but nothing of what the work is: {@code ml} hands that in as a
 * {@link dev.tasuki.core.dispatch.Work} or an {@link dev.tasuki.core.dispatch.Answerer}.
 */
@NullMarked
package dev.tasuki.core.dispatch;

import org.jspecify.annotations.NullMarked;
