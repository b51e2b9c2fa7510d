/**
 * From a stored model to predictions: the cache of models, the walk through the trees, the reply.
 */
@NullMarked
package dev.tasuki.core.predict;

import org.jspecify.annotations.NullMarked;
