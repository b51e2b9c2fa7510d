package dev.tasuki.server.wire;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries a request's id into the logging context of whichever thread works on the request. */
record LogContext(String requestId) implements ThreadPropagatedContextElement<@Nullable String> {
    @Override
    public @Nullable String updateThreadContext() {
        String before = MDC.get(RequestId.LOG_KEY);
        MDC.put(RequestId.LOG_KEY, requestId);
        return before;
    }

    @Override
    public void restoreThreadContext(@Nullable String before) {
        if (before == null) {
            MDC.remove(RequestId.LOG_KEY);
        } else {
            MDC.put(RequestId.LOG_KEY, before);
        }
    }
}
