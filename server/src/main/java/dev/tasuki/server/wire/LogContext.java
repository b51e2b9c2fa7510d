package dev.tasuki.server.wire;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries a request's ids into the logging context of whichever thread works on the request.
 *
 * @param requestId ours
 * @param clientId the client's own, fit to be shown; null if it sent none
 */
record LogContext(String requestId, @Nullable String clientId)
        implements ThreadPropagatedContextElement<LogContext.Before> {
    /** What the thread's context said before. */
    record Before(@Nullable String requestId, @Nullable String clientId) {}

    @Override
    public Before updateThreadContext() {
        Before before = new Before(MDC.get(RequestId.LOG_KEY), MDC.get(RequestId.CLIENT_LOG_KEY));
        put(RequestId.LOG_KEY, requestId);
        if (clientId != null || before.clientId() != null) {
            put(RequestId.CLIENT_LOG_KEY, clientId);
        }
        return before;
    }

    @Override
    public void restoreThreadContext(@Nullable Before before) {
        put(RequestId.LOG_KEY, before == null ? null : before.requestId());
        String clientBefore = before == null ? null : before.clientId();
        if (clientId != null || clientBefore != null) {
            put(RequestId.CLIENT_LOG_KEY, clientBefore);
        }
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
