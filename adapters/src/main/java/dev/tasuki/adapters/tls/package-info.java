/** TLS of connections to servers that are named by a URL, for all adapters whose client library takes a context of ours. */
@NullMarked
package dev.tasuki.adapters.tls;

import org.jspecify.annotations.NullMarked;
