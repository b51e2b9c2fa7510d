/**
 * What scikit-learn itself makes of given data and parameters, held against this library bit by
 * bit.
 */
@NullMarked
package dev.tasuki.learn.golden;

import org.jspecify.annotations.NullMarked;
