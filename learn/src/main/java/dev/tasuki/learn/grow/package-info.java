/**
 * Growing one tree from weighted rows, equal to scikit-learn's best splitter bit for bit.
 * Machinery: not meant for use outside this module.
 */
@NullMarked
package dev.tasuki.learn.grow;

import org.jspecify.annotations.NullMarked;
