package dev.tasuki.server.route;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import dev.tasuki.server.problem.Problems;
import dev.tasuki.server.wire.AnyQuery;
import dev.tasuki.server.wire.RequestRule;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpParameters;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteInfo;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that a route does not know, and one that stands twice: a filter that is dropped
 * makes a request wider than it was meant. What a route knows is what its method declares with
 * {@link QueryValue}. Pages for people and their files are not in the document and take any query. Thread-safe.
 */
@Singleton
@Order(3)
final class QueryParameters implements RequestRule {
    private static final String DATASET = "dataset";
    /** The name that the same thing has in bodies. */
    private static final String DATASET_ID = "dataset_id";

    private final Map<RouteInfo<?>, List<String>> known = new ConcurrentHashMap<>();

    @Override
    public @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        if (!Query.isThere(request)) {
            return null;
        }
        HttpParameters given = request.getParameters();
        if (given.isEmpty()) {
            return null;
        }
        RouteInfo<?> route = RouteAttributes.getRouteInfo(request).orElse(null);
        if (route == null || route.getAnnotationMetadata().hasAnnotation(AnyQuery.class)) {
            return null;
        }
        List<String> names = known.computeIfAbsent(route, QueryParameters::declared);
        List<FieldProblem> problems = problems(given, names);
        if (!problems.isEmpty()) {
            return Problems.answer(InvalidRequest.fields(problems), request);
        }
        if (names.contains(DATASET) && given.contains(DATASET_ID)) {
            // The server's own parameters can be added to; were they not, this must not go on without the filter.
            ((MutableHttpParameters) given).add(DATASET, (CharSequence) given.get(DATASET_ID));
        }
        return null;
    }

    private static List<String> declared(RouteInfo<?> route) {
        Stream<String> read = Stream.of(route.getAnnotationMetadata().stringValues(InQuery.class));
        return route instanceof MethodBasedRouteInfo<?, ?> method
                ? Stream.concat(
                                Stream.of(method.getTargetMethod().getArguments())
                                        .filter(argument ->
                                                argument.getAnnotationMetadata().hasAnnotation(QueryValue.class))
                                        .map(QueryParameters::name),
                                read)
                        .toList()
                : read.toList();
    }

    private static String name(Argument<?> argument) {
        return argument.getAnnotationMetadata()
                .stringValue(QueryValue.class)
                .filter(name -> !name.isEmpty())
                .orElseGet(argument::getName);
    }

    private static List<FieldProblem> problems(HttpParameters given, List<String> names) {
        List<FieldProblem> problems = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : given) {
            String name = parameter.getKey();
            List<String> values = parameter.getValue();
            if (!names.contains(name) && !(name.equals(DATASET_ID) && names.contains(DATASET))) {
                boolean suggest = problems.size() < Limits.SUGGESTED_NAMES.intValue();
                problems.add(problem("extra_forbidden", name, unknown(name, names, suggest), values));
            } else if (values.size() > 1) {
                problems.add(
                        problem("repeated", name, "Input should stand once, not " + values.size() + " times", values));
            } else if (name.equals(DATASET_ID) && given.contains(DATASET)) {
                problems.add(
                        problem("repeated", name, "dataset_id and dataset are the same; send one of them", values));
            }
        }
        return problems;
    }

    private static String unknown(String name, List<String> names, boolean suggest) {
        List<String> sayable = names.contains(DATASET)
                ? Stream.concat(names.stream(), Stream.of(DATASET_ID)).toList()
                : names;
        Optional<String> meant = suggest ? Closest.to(name, sayable) : Optional.empty();
        String which = names.isEmpty()
                ? "; this method and path take no query parameters"
                : "; the query parameters here are " + String.join(", ", names);
        return "Extra inputs are not permitted"
                + meant.map(near -> "; did you mean " + near + "?").orElse("") + which;
    }

    private static FieldProblem problem(String type, String name, String msg, List<String> values) {
        return new FieldProblem(
                type, List.of("query", Shown.of(name)), msg, Shown.of(values.isEmpty() ? "" : values.getFirst()));
    }
}
