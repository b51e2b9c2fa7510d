/** A decision tree, node by node. */
@NullMarked
package dev.tasuki.learn.tree;

import org.jspecify.annotations.NullMarked;
