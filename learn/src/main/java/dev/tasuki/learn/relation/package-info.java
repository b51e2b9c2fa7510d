/** How columns are distributed, and how much one of them tells of another. */
@NullMarked
package dev.tasuki.learn.relation;

import org.jspecify.annotations.NullMarked;
