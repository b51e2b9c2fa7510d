/**
 * What a training costs in memory and time, known before it is accepted.
 */
@NullMarked
package dev.tasuki.core.cost;

import org.jspecify.annotations.NullMarked;
