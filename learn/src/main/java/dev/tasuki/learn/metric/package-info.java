/**
 * How well predictions fit: equal to scikit-learn's metrics to the last bit.
 */
@NullMarked
package dev.tasuki.learn.metric;

import org.jspecify.annotations.NullMarked;
