/**
 * What nobody asks for and must happen all the same: rows that were not published, tasks whose consumer
 * died, artifacts without a row, models past their time.
 */
@NullMarked
package dev.tasuki.core.keep;

import org.jspecify.annotations.NullMarked;
