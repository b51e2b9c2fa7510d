package dev.tasuki.server.problem;

import io.micronaut.http.HttpStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/**
 * An RFC 9457 problem.
 *
 * @param type names the kind of problem; one per code
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what was wrong, the value seen, what is allowed, what to do
 * @param code the stable reason, for programs
 * @param retryable true if the same request may succeed later
 * @param instance the path of the request
 * @param requestId names the request in the server's log
 */
@Schema(name = "Problem", description = "A refusal (RFC 9457). Programs branch on code, people read detail.")
public record Problem(
        @Schema(example = "urn:tasuki:problem:model_not_found")
        String type,

        @Schema(example = "Model not found") String title,
        @Schema(example = "404") int status,
        @Schema(example = "there is no model 'nope'") String detail,
        @Schema(example = "model_not_found") String code,
        @Schema(example = "false") boolean retryable,
        @Schema(example = "/models/nope") String instance,
        @Schema(example = "k3f9-1a2b") String requestId) {

    /** A problem whose type and title follow from the code. */
    static Problem of(HttpStatus status, String code, String detail, boolean retryable, RequestInfo request) {
        String words = code.replace('_', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return new Problem(
                "urn:tasuki:problem:" + code,
                title,
                status.getCode(),
                detail,
                code,
                retryable,
                request.path(),
                request.requestId());
    }

    /** A problem as the document shows it. */
    public static Problem example(HttpStatus status, String code, String detail, boolean retryable, String instance) {
        return of(status, code, detail, retryable, new RequestInfo(instance, "k3f9-1a2b"));
    }

    /** Which request it was about. */
    record RequestInfo(String path, String requestId) {}
}
