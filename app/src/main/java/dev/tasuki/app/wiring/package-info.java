/**
 * The one place where parts are put together: it alone knows which adapter a URL means and what a
 * producer, a consumer or both need.
 */
@NullMarked
package dev.tasuki.app.wiring;

import org.jspecify.annotations.NullMarked;
