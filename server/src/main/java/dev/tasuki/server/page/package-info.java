/** Pages for people: the start page, Swagger UI and ReDoc, all out of the jar, nothing from elsewhere. */
@NullMarked
package dev.tasuki.server.page;

import org.jspecify.annotations.NullMarked;
