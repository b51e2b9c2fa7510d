/**
 * Benchmarks of whole paths against a peer measured in the same run. On shared, noisy machines a
 * single figure means little: runs are paired (A B A B ...), and medians and ratios are printed.
 */
@NullMarked
package dev.tasuki.bench;

import org.jspecify.annotations.NullMarked;
