package dev.tasuki.server.problem;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.server.view.FieldProblems;
import dev.tasuki.server.wire.JsonAnswer;
import dev.tasuki.server.wire.RequestId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/** The one place where a refusal becomes an HTTP answer. */
public final class Problems {
    private static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

    /** Letters of a detail; of at most four bytes each, so that the answer stays within its size. */
    private static final int DETAIL = Limits.PROBLEMS_SIZE.intValue() / 6;

    /** Letters of one problem's message where there are many. */
    private static final int MESSAGE = 400;

    private Problems() {}

    /** The status for a refusal. */
    public static HttpStatus status(Refusal refusal) {
        return switch (refusal) {
            case InvalidRequest invalid -> status(invalid);
            case NotFound notFound -> HttpStatus.NOT_FOUND;
            case NotReady notReady -> HttpStatus.CONFLICT;
            case Unavailable unavailable -> HttpStatus.SERVICE_UNAVAILABLE;
            case TimedOut timedOut -> HttpStatus.GATEWAY_TIMEOUT;
            case TooBusy tooBusy -> HttpStatus.TOO_MANY_REQUESTS;
            case Corrupt corrupt -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static HttpStatus status(InvalidRequest invalid) {
        return invalid.code() == RefusalCode.TOO_LARGE
                ? HttpStatus.REQUEST_ENTITY_TOO_LARGE
                : HttpStatus.UNPROCESSABLE_ENTITY;
    }

    /** The answer to a refused request: FastAPI's shape if fields are wrong, else a problem. */
    public static MutableHttpResponse<byte[]> answer(Refusal refusal, HttpRequest<?> request) {
        if (refusal instanceof InvalidRequest invalid && !invalid.fields().isEmpty()) {
            return JsonAnswer.answer(HttpStatus.UNPROCESSABLE_ENTITY, fitting(invalid.fields()));
        }
        MutableHttpResponse<byte[]> answer = answer(Problem.of(
                status(refusal),
                refusal.code().text(),
                Shown.of(refusal.detail(), DETAIL),
                refusal.retryable(),
                info(request)));
        refusal.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, seconds(wait)));
        return answer;
    }

    /** The answer to a request that no use case has seen. */
    public static MutableHttpResponse<byte[]> answer(HttpCode code, String detail, HttpRequest<?> request) {
        return answer(Problem.of(code.status(), code.text(), detail, false, info(request)));
    }

    /** A problem as JSON, for a request that has no id because it was refused where the bytes come in. */
    public static byte[] bytes(HttpCode code, String detail, String path) {
        return JsonAnswer.bytes(Problem.of(code.status(), code.text(), detail, false, edge(path)));
    }

    /** The same where the server has too much to do. */
    public static byte[] busy(String detail, String path) {
        return JsonAnswer.bytes(
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, RefusalCode.TOO_BUSY.text(), detail, true, edge(path)));
    }

    private static Problem.RequestInfo edge(String path) {
        int query = path.indexOf('?');
        return new Problem.RequestInfo(query < 0 ? path : path.substring(0, query), "-");
    }

    /** The answer when this program is at fault; says nothing but where the log has the details. */
    public static MutableHttpResponse<byte[]> internal(HttpRequest<?> request) {
        String detail = "the server failed to answer, which is its own fault; its log has the reason under request "
                + RequestId.of(request);
        return answer(Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR, RefusalCode.INTERNAL.text(), detail, false, info(request)));
    }

    /** The problems as JSON; if that is too large, without the values seen, which are what makes it large. */
    private static byte[] fitting(List<FieldProblem> problems) {
        byte[] whole = JsonAnswer.bytes(FieldProblems.of(problems));
        return whole.length <= Limits.PROBLEMS_SIZE.intValue()
                ? whole
                : JsonAnswer.bytes(FieldProblems.of(problems.stream()
                        .map(p -> new FieldProblem(
                                p.type(), p.loc(), Shown.of(p.msg(), MESSAGE), p.input() == null ? null : "…"))
                        .toList()));
    }

    private static MutableHttpResponse<byte[]> answer(Problem problem) {
        return HttpResponse.<byte[]>status(HttpStatus.valueOf(problem.status()))
                .contentType(PROBLEM_JSON)
                .body(JsonAnswer.bytes(problem));
    }

    private static Problem.RequestInfo info(HttpRequest<?> request) {
        return new Problem.RequestInfo(request.getUri().getRawPath(), RequestId.of(request));
    }

    /** Whole seconds, rounded up, at least one. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }
}
