package dev.tasuki.adapters.tls;

import dev.tasuki.core.task.Shown;
import javax.net.ssl.SSLException;

/** Why no TLS connection came about and what to do, in a few words for a person; the JVM's own words name classes. */
public final class TlsErrors {
    private static final int LONGEST_REASON = 200;

    private TlsErrors() {}

    /**
     * A part of a sentence.
     *
     * @param plain the scheme of URLs of the same server without TLS
     */
    public static String reason(SSLException failure, String plain) {
        return "no TLS connection: " + words(String.valueOf(failure.getMessage()), plain);
    }

    private static String words(String message, String plain) {
        if (message.contains("validity check failed")) {
            return "its certificate has expired or is not valid yet; have it renewed, or set the clocks";
        }
        if (message.contains("PKIX path")) {
            return "its certificate is of no authority that is trusted; name that with cacertfile";
        }
        if (message.contains("subject alternative") || message.contains("No name matching")) {
            return "its certificate is of another host; name it in the URL as the certificate does";
        }
        if (message.contains("certificate_required") || message.contains("certificate required")) {
            return "it asks for a certificate of this side; give certfile and keyfile";
        }
        if (message.contains("unknown_ca") || message.contains("bad_certificate")) {
            return "it does not trust the certificate in certfile";
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "the port speaks none; name the one that does, or begin the URL with " + plain + "://";
        }
        return Shown.of(message.replaceAll("[\\w.$]+(Exception|Error): ", ""), LONGEST_REASON);
    }
}
