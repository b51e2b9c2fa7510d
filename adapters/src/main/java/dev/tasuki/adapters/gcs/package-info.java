/**
 * The object store on Google Cloud Storage, through its JSON API and with Google's own kinds of
 * credentials: nothing but the JDK's HTTP client and the JSON reader that core has. Uploads are seen
 * whole or not at all; foreign answers are translated in one function.
 */
@NullMarked
package dev.tasuki.adapters.gcs;

import org.jspecify.annotations.NullMarked;
