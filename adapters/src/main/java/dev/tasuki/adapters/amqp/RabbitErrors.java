package dev.tasuki.adapters.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tasuki.adapters.tls.TlsErrors;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.Unavailable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Foreign exceptions in our words. The details name no class, no path and no password. */
public final class RabbitErrors {
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int LONGEST_REASON = 300;

    private RabbitErrors() {}

    /**
     * The one translation.
     *
     * @param attempt what was tried, completing "RabbitMQ could not …"
     */
    public static Refusal refusal(String attempt, Exception cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        return unavailable("could not " + attempt + ": " + reason(cause), cause);
    }

    public static Unavailable unavailable(String detail, @Nullable Throwable cause) {
        return new Unavailable(RefusalCode.BROKER_UNAVAILABLE, detail, RETRY_AFTER, cause);
    }

    /** Why, in a few words for a person. */
    public static String reason(Throwable cause) {
        ShutdownSignalException signal = signal(cause);
        if (signal != null) {
            return reason(signal);
        }
        return switch (cause) {
            case AuthenticationFailureException e -> "user name or password refused";
            case PossibleAuthenticationFailureException e ->
                "the connection was cut at login: wrong password or " + "virtual host, or no right to use it";
            case UnknownHostException e -> "unknown host " + e.getMessage();
            case ConnectException e -> "connection refused";
            case SSLException e -> TlsErrors.reason(e, "amqp");
            case TimeoutException e -> "no answer in time";
            case InterruptedException e -> "interrupted";
            default -> shortened(cause.getMessage());
        };
    }

    /**
     * Why there never was a connection. A port that speaks TLS where the URL speaks none answers what is no AMQP, or ends
     * the connection without a word.
     */
    public static String unreached(Throwable cause, RabbitSettings settings) {
        ShutdownSignalException signal = signal(cause);
        boolean told = signal != null && signal.getReason() != null;
        boolean known = cause instanceof AuthenticationFailureException
                || cause instanceof PossibleAuthenticationFailureException
                || cause instanceof UnknownHostException
                || cause instanceof ConnectException
                || cause instanceof TimeoutException;
        return reason(cause)
                + (settings.tls() == null && !told && !known
                        ? "; if the port speaks TLS, begin the URL with amqps://"
                        : "");
    }

    private static String reason(ShutdownSignalException signal) {
        if (signal.isInitiatedByApplication()) {
            return "the connection was closed";
        }
        Method method = signal.getReason();
        if (method instanceof AMQP.Channel.Close close) {
            return shortened(close.getReplyText());
        }
        if (method instanceof AMQP.Connection.Close close) {
            return shortened(close.getReplyText());
        }
        return "the connection was lost";
    }

    /** The reply code with which the broker closed, 0 if it did not. */
    public static int code(Throwable cause) {
        ShutdownSignalException signal = signal(cause);
        Method method = signal == null ? null : signal.getReason();
        if (method instanceof AMQP.Channel.Close close) {
            return close.getReplyCode();
        }
        return method instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }

    private static @Nullable ShutdownSignalException signal(@Nullable Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof AlreadyClosedException closed) {
                return closed;
            }
            if (t instanceof ShutdownSignalException signal) {
                return signal;
            }
        }
        return null;
    }

    private static String shortened(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "the connection failed";
        }
        return Shown.of(text, LONGEST_REASON);
    }
}
