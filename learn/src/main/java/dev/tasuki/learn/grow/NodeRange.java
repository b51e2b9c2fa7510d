package dev.tasuki.learn.grow;

/**
 * Where a node's rows lie, and what each side of a split must keep.
 *
 * @param start first position
 * @param end position after the last
 * @param minRows distinct rows that each side keeps
 * @param minWeight weight that each side keeps
 */
record NodeRange(int start, int end, int minRows, double minWeight) {}
