/**
 * The controllers. Each reads what the request says, calls one use case on a virtual thread and renders
 * the answer.
 */
@NullMarked
package dev.tasuki.server.route;

import org.jspecify.annotations.NullMarked;
