/**
 * Writes models as ONNX, the encoder included, so that other programs can use them. The protobuf messages are written
 * by hand: their size is known before the first byte, and no library is needed.
 */
@NullMarked
package dev.tasuki.learn.onnx;

import org.jspecify.annotations.NullMarked;
