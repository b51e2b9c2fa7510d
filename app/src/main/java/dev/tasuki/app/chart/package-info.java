/**
 * Plots of a report: one scene of shapes, written as SVG or PNG. Knows nothing of trainings or of anything else of
 * this program.
 */
@NullMarked
package dev.tasuki.app.chart;

import org.jspecify.annotations.NullMarked;
