/**
 * Redis as broker, result store and reply path: streams, hashes and lists, each change by one script.
 * Everything goes over few connections that pipeline what has gathered.
 */
@NullMarked
package dev.tasuki.adapters.redis;

import org.jspecify.annotations.NullMarked;
