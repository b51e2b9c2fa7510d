package dev.tasuki.adapters.resp;

import dev.tasuki.adapters.tls.TlsErrors;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/** Redis' errors in our words. The details name no class, no path and no password. */
public record RedisErrors(RedisSettings settings, RefusalCode code) {
    private static final Logger LOG = LoggerFactory.getLogger(RedisErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int LONGEST_REASON = 200;
    private static final String SILENT = "no answer in time";
    private static final String FAILED = "the connection failed";

    public Unavailable unavailable(String detail, @Nullable Throwable cause) {
        return new Unavailable(code, detail, RETRY_AFTER, cause);
    }

    /** There is no connection. */
    public Unavailable away(Throwable cause) {
        return unavailable("no Redis at " + settings.where() + ": " + reason(cause), cause);
    }

    /**
     * There never was a connection. A port that speaks TLS where the URL speaks none ends it without a word, and one that
     * speaks none may wait for the end of a line.
     */
    Unavailable unreached(Throwable cause) {
        String reason = reason(cause);
        String hint = "";
        if (settings.tls() == null && reason.equals(FAILED)) {
            hint = "; if the port speaks TLS, begin the URL with rediss://";
        } else if (settings.tls() != null && reason.equals(SILENT)) {
            hint = "; if the port speaks no TLS, name the one that does, or begin the URL with redis://";
        }
        return unavailable("no Redis at " + settings.where() + ": " + reason + hint, cause);
    }

    /** The connection broke while commands were under way. */
    public Unavailable lost(Throwable cause) {
        return unavailable(
                "the connection to Redis at " + settings.where()
                        + " was lost before its answer: it may have happened all the same",
                cause);
    }

    public Unavailable closed() {
        return unavailable("the connection to Redis at " + settings.where() + " is closed", null);
    }

    public TooBusy tooBusy(String detail) {
        return new TooBusy(RefusalCode.TOO_BUSY, detail, RETRY_AFTER);
    }

    /** What Redis said instead of doing it. */
    public Refusal refused(JedisDataException error) {
        String text = String.valueOf(error.getMessage());
        String word = text.startsWith("ERR ") ? text.substring(4) : text;
        String kind = word.contains(" ") ? word.substring(0, word.indexOf(' ')) : word;
        String at = "Redis at " + settings.where() + " ";
        return switch (kind) {
            case "OOM" -> unavailable(at + "is full: make room, or raise its maxmemory", error);
            case "READONLY", "UNBLOCKED" -> unavailable(at + "is a replica: " + ServerFacts.master(settings), error);
            case "NOREPLICAS" -> unavailable(at + "has too few replicas for its min-replicas-to-write", error);
            case "LOADING" -> unavailable(at + "is starting: it reads its data", error);
            case "CLUSTERDOWN", "TRYAGAIN" -> unavailable(at + "is changing its Cluster; try again", error);
            case "MOVED", "ASK" ->
                unavailable(
                        settings.layout() instanceof RedisSettings.Cluster
                                ? at + "is giving these keys to another node; try again"
                                : at + ServerFacts.UNSAID_CLUSTER,
                        error);
            case "NOAUTH" -> unavailable(at + "wants a password: give redis://user:password@host", error);
            case "WRONGPASS", "AUTH" -> unavailable(at + "refused the user or the password; check both", error);
            case "NOPERM" ->
                unavailable(
                        at + "does not let this user do that (" + Shown.of(text, LONGEST_REASON)
                                + "); see docs/redis.md, Rights",
                        error);
            case "MISCONF" -> unavailable(at + "cannot write to its disk; its log says why", error);
            case "BUSY" -> unavailable(at + "is busy with a script of another program; try again", error);
            case "WRONGTYPE" ->
                defect(at + "has a key of ours with another type: choose another prefix in the URL", error);
            default ->
                text.contains("WRONGTYPE")
                        ? defect(at + "has a key of ours with another type: choose another prefix in the URL", error)
                        : defect(at + "refused a command, which is a defect here; the log has the details", error);
        };
    }

    private static Corrupt defect(String detail, JedisDataException error) {
        LOG.error("{}", detail, error);
        return new Corrupt(RefusalCode.INTERNAL, detail, error);
    }

    /** Why there is no connection, in a few words for a person. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = deeper(cause)) {
            if (cause instanceof UnknownHostException) {
                return "unknown host";
            }
            if (cause instanceof ConnectException) {
                return "connection refused";
            }
            if (cause instanceof SocketTimeoutException) {
                return SILENT;
            }
            if (cause instanceof SSLException tls) {
                return TlsErrors.reason(tls, "redis");
            }
        }
        return FAILED;
    }

    /** The client keeps what each address of a host answered beside its own exception. */
    private static @Nullable Throwable deeper(Throwable failure) {
        Throwable[] beside = failure.getSuppressed();
        return failure.getCause() == null && beside.length > 0 ? beside[0] : failure.getCause();
    }
}
