/**
 * What a client may say: the bodies of train, predict and retry, checked whole, with every problem at
 * once.
 */
@NullMarked
package dev.tasuki.core.request;

import org.jspecify.annotations.NullMarked;
