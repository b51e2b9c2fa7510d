/**
 * The brokers, result stores and object stores on board: one file for each, and one list, {@link
 * dev.tasuki.app.adapter.Adapters}. Nothing outside asks a URL for its scheme.
 */
@NullMarked
package dev.tasuki.app.adapter;

import org.jspecify.annotations.NullMarked;
