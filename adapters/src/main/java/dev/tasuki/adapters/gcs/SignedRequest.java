package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** The JSON Web Token (RFC 7515, 7519) with which a service account asks for a token, signed with RS256. */
final class SignedRequest {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
    /** The longest that Google takes. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private SignedRequest() {}

    /** The request, signed at {@code now}. */
    static String of(Credentials.ServiceAccount account, Instant now) throws UnusableCredentials {
        ObjectNode head = Json.object().put("alg", "RS256").put("typ", "JWT");
        if (account.keyId() != null) {
            head.put("kid", account.keyId());
        }
        ObjectNode claims = Json.object()
                .put("iss", account.email())
                .put("scope", SCOPE)
                .put("aud", account.tokens().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond());
        String text = encoded(head) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(account.key());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            // Without the cause, which may name a part of the key.
            throw new UnusableCredentials(
                    "The private key of the %s signs nothing; download the key again.".formatted(account.text()));
        }
    }

    private static String encoded(ObjectNode node) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
    }
}
