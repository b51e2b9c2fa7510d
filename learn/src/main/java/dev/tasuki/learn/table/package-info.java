/** Tables in memory, by columns, and the reading of CSV into them. */
@NullMarked
package dev.tasuki.learn.table;

import org.jspecify.annotations.NullMarked;
