package dev.tasuki.adapters.celery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A URL as Celery's programs write it. What it says of TLS has other names there; ours are taken, too. */
final class CeleryUrl {
    private static final Map<String, String> FILES =
            Map.of("ssl_ca_certs", "cacertfile", "ssl_certfile", "certfile", "ssl_keyfile", "keyfile");
    private static final String PROOF = "ssl_cert_reqs";

    private CeleryUrl() {}

    /**
     * The same with our names.
     *
     * @throws IllegalArgumentException if it says of proof what Python does not
     */
    static String ours(String url) {
        int question = url.indexOf('?');
        if (question < 0) {
            return url;
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : url.substring(question + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0) {
                pairs.add(pair);
            } else if (name.equals(PROOF)) {
                pairs.add("verify=" + verify(pair.substring(equals + 1)));
            } else {
                pairs.add(FILES.getOrDefault(name, name) + pair.substring(equals));
            }
        }
        return url.substring(0, question + 1) + String.join("&", pairs);
    }

    /** A client in Python that calls a certificate optional looks at it all the same: a server always has one. */
    private static String verify(String text) {
        return switch (text) {
            case "CERT_REQUIRED", "required", "CERT_OPTIONAL", "optional" -> "verify_peer";
            case "CERT_NONE", "none" -> "verify_none";
            default ->
                throw new IllegalArgumentException("the URL's " + PROOF + " is '" + text
                        + "', allowed are CERT_REQUIRED, CERT_OPTIONAL and CERT_NONE");
        };
    }
}
