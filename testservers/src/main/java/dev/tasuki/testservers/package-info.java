/**
 * Real servers for tests, each a process of its own on a free port: started by a test, and gone
 * with the test's JVM whatever happens to it.
 */
@NullMarked
package dev.tasuki.testservers;

import org.jspecify.annotations.NullMarked;
