package dev.tasuki.core.base;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures that nobody expected, of something that goes on for as long as the process runs. The log
 * is told each kind in full once, until all went well again: what is broken fails at every turn and
 * would bury the rest. A kind is a class of failure at one place in the code. Thread-safe.
 */
public final class DefectLog {
    private static final Logger LOG = LoggerFactory.getLogger(DefectLog.class);

    private final String who;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Names who fails, as in "the rescuer". */
    public DefectLog(String who) {
        this.who = who;
    }

    /** A turn failed. */
    public void failed(Throwable defect) {
        if (told.add(kind(defect))) {
            LOG.error("{} failed and goes on", who, defect);
        } else {
            LOG.debug("{} failed again: {}", who, defect.toString());
        }
    }

    /** A turn came to its end. */
    public void wentWell() {
        if (!told.isEmpty()) {
            told.clear();
            LOG.info("{} does well again", who);
        }
    }

    private static String kind(Throwable defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        return defect.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }
}
