package dev.tasuki.app.cli;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;

/** What a command's exit code says. */
public final class Exit {
    /** All went well. */
    public static final int OK = 0;
    /** A defect of ours, or stored bytes that are not what was stored. */
    public static final int DEFECT = 1;
    /** The command line, a setting or the request is wrong. */
    public static final int WRONG = 2;
    /** What was named does not exist. */
    public static final int NOT_FOUND = 3;
    /** The command did its work and found that something fails: ct a regression, doctor an ailment. */
    public static final int FAILED = 4;
    /** Not in the right state, or not yet. */
    public static final int NOT_READY = 5;
    /** A server, broker, database, directory or port cannot be had now. */
    public static final int UNAVAILABLE = 6;
    /** No answer in time. */
    public static final int TIMED_OUT = 7;
    /** The task that was waited for has been cancelled. */
    public static final int CANCELLED = 8;

    private Exit() {}

    /** The code for a refusal. */
    public static int of(Refusal refusal) {
        return switch (refusal) {
            case InvalidRequest wrong -> WRONG;
            case NotFound absent -> NOT_FOUND;
            case NotReady early -> NOT_READY;
            case Unavailable away -> UNAVAILABLE;
            case TooBusy full -> UNAVAILABLE;
            case TimedOut late -> TIMED_OUT;
            case Corrupt broken -> DEFECT;
        };
    }
}
