/**
 * What numpy does, to the bit: its legacy generator and its sum. Machinery: not meant for use
 * outside this module.
 */
@NullMarked
package dev.tasuki.learn.numpy;

import org.jspecify.annotations.NullMarked;
