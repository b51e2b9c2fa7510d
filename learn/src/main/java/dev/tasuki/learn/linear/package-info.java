/**
 * Models that weigh features and add: least squares, ridge and logistic regression. scikit-learn gives other last digits
 * on other machines here, so equality is to a stated tolerance.
 */
@NullMarked
package dev.tasuki.learn.linear;

import org.jspecify.annotations.NullMarked;
