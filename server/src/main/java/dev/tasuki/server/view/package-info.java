/**
 * The JSON that is answered, as records: times in ISO-8601 UTC, names in snake_case. Each is made from
 * what {@code core} returns and annotated for the OpenAPI document.
 */
@NullMarked
package dev.tasuki.server.view;

import org.jspecify.annotations.NullMarked;
