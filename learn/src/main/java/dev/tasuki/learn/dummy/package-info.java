/** What a model must beat: predictions that look at no feature, as scikit-learn's {@code dummy} makes them. */
@NullMarked
package dev.tasuki.learn.dummy;

import org.jspecify.annotations.NullMarked;
