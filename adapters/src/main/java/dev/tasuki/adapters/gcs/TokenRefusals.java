package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The sentences of those who get no token. None repeats what was sent or what the answer says beyond a code. */
final class TokenRefusals {
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

    private TokenRefusals() {}

    /** For an answer that is not 200. */
    static UnusableCredentials refused(Credentials credentials, int status, JsonNode body) {
        String code = code(body, status);
        String words = body.path("error_description").asText().toLowerCase(Locale.ROOT);
        return new UnusableCredentials(
                switch (credentials) {
                    case Credentials.ServiceAccount account -> account(account, code, words);
                    case Credentials.AuthorizedUser user ->
                        code.equals("invalid_grant")
                                ? "Google no longer takes %s (%s); run: gcloud auth application-default login"
                                        .formatted(user.text(), code)
                                : "Google refuses %s (%s); run: gcloud auth application-default login"
                                        .formatted(user.text(), code);
                    case Credentials.Machine machine ->
                        ("The metadata server gives no token (%s); give this machine or pod a service account with the"
                                        + " scope devstorage.read_write.")
                                .formatted(code);
                });
    }

    private static String account(Credentials.ServiceAccount account, String code, String words) {
        // What Google writes of a request whose times are not around its own.
        if (code.equals("invalid_grant") && (words.contains("timeframe") || words.contains("iat"))) {
            return "The clock of this machine differs too much from that of Google; set it.";
        }
        if (words.contains("signature")) {
            return "Google refuses the key of the %s (%s): its signature does not fit; make a new key."
                    .formatted(account.text(), code);
        }
        return "Google refuses the %s (%s); check that it is there and enabled, or make a new key."
                .formatted(account.text(), code);
    }

    /** For an answer without a token that could be sent. */
    static UnusableCredentials noToken(Credentials credentials) {
        return new UnusableCredentials(
                "The answer to the %s holds no token; check what answers there.".formatted(credentials.text()));
    }

    /** For a token server that cannot be reached. */
    static UnusableCredentials unreached(Credentials credentials, URI server, IOException cause) {
        return new UnusableCredentials(
                "%s, where the %s gets its tokens, gave no answer; check the network, and try again."
                        .formatted(server.getHost(), credentials.text()),
                cause);
    }

    /** For a machine that has no file and no metadata server. */
    static UnusableCredentials noCredentials(IOException cause) {
        return new UnusableCredentials(
                "No credentials for Google Cloud Storage were found; set GOOGLE_APPLICATION_CREDENTIALS to a key file,"
                        + " run gcloud auth application-default login, or give this machine a service account.",
                cause);
    }

    private static String code(JsonNode body, int status) {
        String code = body.path("error").asText();
        return CODE.matcher(code).matches() ? code : Integer.toString(status);
    }
}
