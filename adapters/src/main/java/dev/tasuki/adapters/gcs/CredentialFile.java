package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Reads a file of credentials, as Google's consoles and {@code gcloud} write them. Every problem is a
 * sentence that names the file and what to do, and never what the file holds. The shapes are those of
 * Google's public documentation of application default credentials.
 */
final class CredentialFile {
    private static final URI GOOGLE_TOKENS = URI.create("https://oauth2.googleapis.com/token");

    private final Path path;
    private final String from;

    /** {@code from} says how the file was found, such as {@code GOOGLE_APPLICATION_CREDENTIALS}. */
    CredentialFile(Path path, String from) {
        this.path = path;
        this.from = path + " (" + from + ")";
    }

    Credentials read() throws UnusableCredentials {
        JsonNode file = tree(bytes());
        String type = file.path("type").asText();
        return switch (type) {
            case "service_account" ->
                new Credentials.ServiceAccount(
                        text(file, "client_email"),
                        file.path("private_key_id").asText(null),
                        key(text(file, "private_key")),
                        tokens(file),
                        from);
            case "authorized_user" ->
                new Credentials.AuthorizedUser(
                        text(file, "client_id"),
                        text(file, "client_secret"),
                        text(file, "refresh_token"),
                        tokens(file),
                        from);
            default ->
                throw new UnusableCredentials(("The credentials %s are of the kind \"%s\", which Tasuki does not speak;"
                                + " use service_account or authorized_user, leave the file out on a machine whose"
                                + " metadata server gives tokens, or use an HMAC key through the S3 interface.")
                        .formatted(from, Shown.of(type)));
        };
    }

    private byte[] bytes() throws UnusableCredentials {
        try (InputStream in = Files.newInputStream(path)) {
            int most = Limits.GOOGLE_CREDENTIALS.intValue();
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new UnusableCredentials("The credentials %s are larger than %s; name a key file."
                        .formatted(from, Limits.GOOGLE_CREDENTIALS.text()));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new UnusableCredentials(
                    "The credentials %s are not there; name a file that is, or leave it out.".formatted(from), e);
        } catch (AccessDeniedException e) {
            throw new UnusableCredentials(
                    "The credentials %s may not be read by this process; let it read them.".formatted(from), e);
        } catch (IOException e) {
            throw new UnusableCredentials("The credentials %s cannot be read; name a file of JSON.".formatted(from), e);
        }
    }

    private JsonNode tree(byte[] bytes) throws UnusableCredentials {
        try {
            return Json.parse(bytes);
        } catch (InvalidRequest e) {
            // Without the cause, whose text may repeat what the file holds.
            throw new UnusableCredentials("The credentials %s are no JSON; download the key again.".formatted(from));
        }
    }

    private String text(JsonNode file, String field) throws UnusableCredentials {
        String text = file.path(field).asText();
        if (text.isBlank()) {
            throw new UnusableCredentials(
                    "The credentials %s have no \"%s\"; download the key again.".formatted(from, field));
        }
        return text;
    }

    private URI tokens(JsonNode file) throws UnusableCredentials {
        String text = file.path("token_uri").asText();
        try {
            URI uri = text.isBlank() ? GOOGLE_TOKENS : new URI(text);
            if (Hosts.safe(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw wrongTokens(text);
        }
        throw wrongTokens(text);
    }

    private UnusableCredentials wrongTokens(String text) {
        return new UnusableCredentials(
                "The credentials %s ask for tokens at \"%s\"; their \"token_uri\" must be an https:// URL."
                        .formatted(from, Shown.of(text)));
    }

    private PrivateKey key(String pem) throws UnusableCredentials {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(body);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // Without the cause, whose text may repeat a part of the key.
            throw new UnusableCredentials(
                    "The \"private_key\" of the credentials %s is no RSA key in PKCS#8 PEM; download the key again."
                            .formatted(from));
        }
    }
}
