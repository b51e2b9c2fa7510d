/** What fitted models compute, as sums of trees or of weighed numbers: for programs that write them in other forms. */
@NullMarked
package dev.tasuki.learn.formula;

import org.jspecify.annotations.NullMarked;
