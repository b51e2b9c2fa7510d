package dev.tasuki.testservers;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token servers: one that takes signed requests and refresh tokens, and a machine's metadata server.
 * Each checks what it is asked with, as Google's public documentation says it does.
 */
public final class GcsTokens {
    static final String PATH = "/token";
    static final String MACHINE = "/computeMetadata/v1/instance/service-accounts/default/token";

    private static final String EMAIL = "tasuki@project.iam.gserviceaccount.com";
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
    private static final String SECRET = "secret-of-the-client";
    private static final String REFRESH = "refresh-token-of-a-user";
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final URI endpoint;
    private final InstantSource clock;
    private final KeyPair keys = keys();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Duration lifetime = Duration.ofHours(1);

    GcsTokens(URI endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** How many tokens were given. */
    public int issued() {
        return issued.get();
    }

    /** The tokens that were given, all of them. */
    public java.util.Set<String> values() {
        return java.util.Set.copyOf(tokens.keySet());
    }

    /** From now on tokens hold for this long. */
    public void lasting(Duration time) {
        lifetime = time;
    }

    /** No token given so far holds any longer. */
    public void revoke() {
        tokens.replaceAll((token, until) -> Instant.EPOCH);
    }

    /** A service account's key file whose key this server knows. */
    public Path keyFile(Path folder) throws IOException {
        return keyFile(folder, keys);
    }

    /** A service account's key file with a key that this server does not know. */
    public Path wrongKeyFile(Path folder) throws IOException {
        return keyFile(folder, keys());
    }

    /** A file as {@code gcloud auth application-default login} writes it, with the address of this server. */
    public Path loginFile(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("application_default_credentials.json"), """
                {"type": "authorized_user", "client_id": "client", "client_secret": "%s", "refresh_token": "%s",
                 "token_uri": "%s%s"}
                """.formatted(SECRET, REFRESH, endpoint, PATH));
    }

    /** What must never be shown: the secrets of both files, the key in its lines. */
    public java.util.List<String> secrets() {
        java.util.List<String> secrets = new java.util.ArrayList<>(tokens.keySet());
        secrets.add(SECRET);
        secrets.add(REFRESH);
        secrets.add(Base64.getEncoder()
                .encodeToString(keys.getPrivate().getEncoded())
                .substring(0, 60));
        return secrets;
    }

    private Path keyFile(Path folder, KeyPair pair) throws IOException {
        String pem = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pair.getPrivate().getEncoded())
                .replace("\n", "\\n");
        return Files.writeString(folder.resolve("key.json"), """
                {"type": "service_account", "client_email": "%s", "private_key_id": "1",
                 "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                 "token_uri": "%s%s"}
                """.formatted(EMAIL, pem, endpoint, PATH));
    }

    boolean holds(String authorization) {
        Instant until = tokens.get(authorization.replaceFirst("^Bearer ", ""));
        return until != null && clock.instant().isBefore(until);
    }

    void answer(GcsExchange call) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(call.body(), StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    pair.substring(0, equals),
                    java.net.URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        String problem = switch (form.getOrDefault("grant_type", "")) {
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> signed(form.getOrDefault("assertion", ""));
            case "refresh_token" ->
                SECRET.equals(form.get("client_secret")) && REFRESH.equals(form.get("refresh_token"))
                        ? ""
                        : "Token has been expired or revoked.";
            default -> "unsupported";
        };
        if (problem.isEmpty()) {
            give(call);
        } else {
            call.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + problem + "\"}");
        }
    }

    /** Google's sentence about a signed request; empty if it is right. */
    private String signed(String assertion) {
        String[] parts = assertion.split("\\.");
        if (parts.length != 3) {
            return "Bad Request";
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return "Invalid JWT Signature.";
            }
        } catch (GeneralSecurityException e) {
            return "Invalid JWT Signature.";
        }
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        Instant iat = Instant.ofEpochSecond(Long.parseLong(claim(claims, "iat")));
        Instant exp = Instant.ofEpochSecond(Long.parseLong(claim(claims, "exp")));
        Instant now = clock.instant();
        boolean near = iat.isBefore(now.plus(SKEW)) && exp.isAfter(now.minus(SKEW));
        if (!near || Duration.between(iat, exp).compareTo(Duration.ofHours(1)) > 0) {
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
                    + " Check your iat and exp values in the JWT claim.";
        }
        boolean right = claim(claims, "iss").equals(EMAIL)
                && claim(claims, "scope").equals(SCOPE)
                && claim(claims, "aud").equals(endpoint + PATH);
        return right ? "" : "Invalid JWT: wrong iss, scope or aud.";
    }

    private static String claim(String claims, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(claims);
        return matcher.find() ? matcher.group(1) : "0";
    }

    void answerMachine(GcsExchange call) throws IOException {
        if (!call.header("Metadata-Flavor").equals("Google")) {
            call.error(403, "forbidden", "Missing Metadata-Flavor:Google header.");
            return;
        }
        call.header("Metadata-Flavor", "Google");
        give(call);
    }

    private void give(GcsExchange call) throws IOException {
        String token = "ya29.stub-" + issued.incrementAndGet() + "-" + java.util.UUID.randomUUID();
        tokens.put(token, clock.instant().plus(lifetime));
        call.json(
                200,
                "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                        .formatted(token, lifetime.toSeconds()));
    }
}
