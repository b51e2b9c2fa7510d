package dev.tasuki.faults.inject;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does something to the process at the n-th call of a name, before or after it.
 *
 * @param effect what
 * @param name of the calls, or its beginning followed by {@code *}
 * @param when before or after the call
 * @param number which call, from 1
 * @param seen how many there have been
 */
record CallFault(Effect effect, String name, When when, int number, AtomicInteger seen) implements CallInterceptor {
    /** What is done. */
    enum Effect {
        /** The process ends as by SIGKILL. */
        HALT,
        /** The process stops until somebody lets it go on. */
        PAUSE,
        /** This call fails as if the other side were away. */
        FAIL,
        /** This and every further call fail. */
        FAIL_FOR_GOOD
    }

    /** On which side of the call. */
    enum When {
        BEFORE,
        AFTER
    }

    /** Reads {@code EFFECT:NAME:WHEN:NUMBER}, such as {@code halt:tasks.Claim:after:1}. */
    static CallFault parse(String text) {
        String[] parts = text.split(":");
        if (parts.length != 4) {
            throw new IllegalArgumentException("\"" + text + "\" is not EFFECT:NAME:WHEN:NUMBER");
        }
        return new CallFault(
                Effect.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                parts[1],
                When.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[3]),
                new AtomicInteger());
    }

    @Override
    public <T, X extends Exception> T around(String call, Real<T, X> real) throws X {
        if (!matches(call)) {
            return real.run();
        }
        int count = seen.incrementAndGet();
        boolean now = count == number || (effect == Effect.FAIL_FOR_GOOD && count > number);
        if (now && when == When.BEFORE) {
            act(call, count);
        }
        T result = real.run();
        if (now && when == When.AFTER) {
            act(call, count);
        }
        return result;
    }

    private boolean matches(String call) {
        return name.endsWith("*") ? call.startsWith(name.substring(0, name.length() - 1)) : call.equals(name);
    }

    private void act(String call, int count) {
        System.out.println("fault: " + effect + " " + when + " call " + count + " of " + call);
        System.out.flush();
        switch (effect) {
            case HALT -> Runtime.getRuntime().halt(137);
            case PAUSE -> stopThisProcess();
            case FAIL, FAIL_FOR_GOOD -> throw new Unavailable(code(call), "planned to fail", Duration.ofSeconds(1));
        }
    }

    private static RefusalCode code(String call) {
        return switch (call.substring(0, call.indexOf('.'))) {
            case "tasks" -> RefusalCode.RESULTS_UNAVAILABLE;
            case "objects" -> RefusalCode.STORE_UNAVAILABLE;
            default -> RefusalCode.BROKER_UNAVAILABLE;
        };
    }

    private static void stopThisProcess() {
        long self = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(self))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
