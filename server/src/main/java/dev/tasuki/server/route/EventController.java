package dev.tasuki.server.route;

import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.use.Events;
import dev.tasuki.server.events.EventStreams;
import dev.tasuki.server.events.Interest;
import dev.tasuki.server.problem.HttpCode;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.view.EventList;
import dev.tasuki.server.view.Examples;
import dev.tasuki.server.wire.ForClients;
import dev.tasuki.server.wire.JsonAnswer;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what happens to tasks: as a stream, or page by page. */
@ForClients
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Tag(name = "Events")
final class EventController {
    private static final String LAST_SEEN = "Last-Event-ID";

    private final Events events;
    private final EventStreams streams;

    EventController(Events events, EventStreams streams) {
        this.events = events;
        this.streams = streams;
    }

    @Operation(
            operationId = "followEvents",
            summary = "Follow what happens",
            description =
                    "Without after: a stream of server-sent events. It begins with an event snapshot for each name"
                            + " that is given, goes on with every change of tasks, whose id is its version, and has pings, the"
                            + " gauges progress and queues, and datasets stored or removed, all without ids. Last-Event-ID brings"
                            + " what was missed, and the list of datasets. With after: changes of tasks as JSON, page by page.")
    @ApiResponse(
            responseCode = "200",
            description = "A stream, or a page",
            content = {
                @Content(mediaType = MediaType.TEXT_EVENT_STREAM, schema = @Schema(type = "string")),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = EventList.class))
            })
    @NotFoundAnswers.Events
    @ProblemAnswers.QueryDoesNotFit
    @ProblemAnswers.TooBusy
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/events")
    HttpResponse<?> follow(
            HttpRequest<?> request,
            @Parameter(
                            description = "What the stream is about, parted by commas: tasks, models, datasets, queues,"
                                    + " or task: and a task's id; tasks if left out",
                            schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue("topics")
                    String interest,
            @Parameter(
                            description = "Only events after this version, as JSON",
                            schema = @Schema(type = "integer", minimum = "0"))
                    @Nullable
                    @QueryValue
                    String after,
            @Parameter(
                            description = "Only these types, parted by commas, e.g. task.completed; with after",
                            schema = @Schema(type = "string"))
                    @Nullable
                    @QueryValue
                    String types,
            @Parameter(
                            description = "Events at most; with after",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
                    @Nullable
                    @QueryValue
                    String limit) {
        Set<Change.Kind> kinds = kinds(types);
        int most = (int) Query.number("limit", limit, Query.DEFAULT_LIMIT, 1, Query.MAX_LIMIT);
        Interest about = Interest.parse(interest);
        if (after == null) {
            return stream(request, about);
        }
        long version = Query.number("after", after, 0, 0, Long.MAX_VALUE);
        ChangeSpan span = events.span();
        return span.lacks(version)
                ? gone(version, span, request)
                : JsonAnswer.ok(EventList.of(events.since(version, most), change -> kinds.contains(change.kind())));
    }

    private HttpResponse<?> stream(HttpRequest<?> request, Interest interest) {
        String header = request.getHeaders().get(LAST_SEEN);
        OptionalLong seen = header == null || header.isBlank()
                ? OptionalLong.empty()
                : OptionalLong.of(Query.number(new Query.Place("header", LAST_SEEN), header, 0, Long.MAX_VALUE));
        if (seen.isPresent()) {
            ChangeSpan span = events.span();
            if (span.lacks(seen.getAsLong())) {
                return gone(seen.getAsLong(), span, request);
            }
        }
        // The answer to HEAD has no stream, which would hold its place for nobody.
        MutableHttpResponse<?> answer = request.getMethod() == HttpMethod.HEAD
                ? HttpResponse.ok()
                : HttpResponse.ok(streams.open(interest, seen));
        return answer.contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
    }

    private static HttpResponse<?> gone(long version, ChangeSpan span, HttpRequest<?> request) {
        long oldest = span.oldest();
        String detail = "events after version %d have been removed; the oldest that is left has version %d: "
                .formatted(version, oldest);
        String what = "go on with after=%d, or begin anew".formatted(oldest - 1);
        return Problems.answer(HttpCode.EVENTS_GONE, detail + what, request);
    }

    @Operation(
            operationId = "listTaskEvents",
            summary = "What happened to a task",
            description = "Its events, oldest first, for as long as events are kept (--keep-changes).")
    @ApiResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EventList.class)))
    @NotFoundAnswers.Task
    @ProblemAnswers.NamesDoNotFit
    @ProblemAnswers.Unavailable
    @ProblemAnswers.Failed
    @Get("/tasks/{id}/events")
    HttpResponse<byte[]> ofTask(
            @Parameter(description = "The task", example = Examples.MODEL) String id,
            @Parameter(
                            description = "next of the page before",
                            schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
                    @Nullable
                    @QueryValue
                    String after,
            @Parameter(
                            description = "Events at most",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
                    @Nullable
                    @QueryValue
                    String limit) {
        long version = Query.number("after", after, 0, 0, Long.MAX_VALUE);
        int most = (int) Query.number("limit", limit, Query.DEFAULT_LIMIT, 1, Query.MAX_LIMIT);
        return JsonAnswer.ok(EventList.of(events.of(Query.task(id), version, most), change -> true));
    }

    /** All if none is named. */
    private static Set<Change.Kind> kinds(@Nullable String types) {
        if (types == null) {
            return EnumSet.allOf(Change.Kind.class);
        }
        Set<Change.Kind> kinds = EnumSet.noneOf(Change.Kind.class);
        for (String type : types.split(",", -1)) {
            String kind = type.startsWith(CloudEvents.PREFIX) ? type.substring(CloudEvents.PREFIX.length()) : type;
            kinds.add(Change.Kind.of(kind)
                    .orElseThrow(() -> InvalidRequest.field(new FieldProblem(
                            "enum",
                            List.of("query", "types"),
                            "Input should be types of events, such as 'task.completed', parted by commas",
                            Shown.of(type)))));
        }
        return kinds;
    }
}
