/**
 * What a request may say before any route sees it: to which host it is addressed, on behalf of which page
 * it comes, of which type its body is.
 */
@NullMarked
package dev.tasuki.server.guard;

import org.jspecify.annotations.NullMarked;
