/**
 * The training parameters of a learner, each declared once: its name, what values it takes, what it is when left
 * out, and one sentence. Reading, checking, documents and files all come from that declaration.
 */
@NullMarked
package dev.tasuki.learn.schema;

import org.jspecify.annotations.NullMarked;
