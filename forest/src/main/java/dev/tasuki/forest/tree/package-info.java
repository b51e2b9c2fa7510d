/** A decision tree, node by node. */
@NullMarked
package dev.tasuki.forest.tree;

import org.jspecify.annotations.NullMarked;
