/**
 * What can be set, where a value may come from, and how it is checked: once, at start, all problems
 * in one list. Flag beats environment beats file beats default.
 */
@NullMarked
package dev.tasuki.app.settings;

import org.jspecify.annotations.NullMarked;
