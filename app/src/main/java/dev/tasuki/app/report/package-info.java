/**
 * The report of a continuous training: metrics against a baseline, and charts. A chart is a
 * {@link dev.tasuki.app.chart.Scene} of plain shapes, which is written as SVG and as PNG by the
 * same coordinates.
 */
@NullMarked
package dev.tasuki.app.report;

import org.jspecify.annotations.NullMarked;
