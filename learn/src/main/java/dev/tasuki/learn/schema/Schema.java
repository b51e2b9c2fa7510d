package dev.tasuki.learn.schema;

import dev.tasuki.learn.ParameterException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a learner. Immutable and safe to share.
 *
 * <p>Example: {@code schema.read(Map.of("max_depth", 3))} has scikit-learn's defaults but for one.
 *
 * @param <P> what the learner takes them as
 */
public final class Schema<P> {
    private final List<Parameter<?>> parameters;
    private final Function<Values, P> make;
    private final Function<P, Values> values;
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    /** A name that is scikit-learn's but not ours. */
    private record Refused(String allowed, boolean nullIsFine) {}

    private Schema(List<Parameter<?>> parameters, Function<Values, P> make, Function<P, Values> values) {
        this.parameters = List.copyOf(parameters);
        this.make = make;
        this.values = values;
    }

    /**
     * A schema of these parameters.
     *
     * @param make from a value for each; throws {@link ParameterException} where values do not go together
     * @param values the way back
     */
    public static <P> Schema<P> of(
            List<Parameter<?>> parameters, Function<Values, P> make, Function<P, Values> values) {
        return new Schema<>(parameters, make, values);
    }

    /** The same, which knows a name that it does not take. @param allowed follows the words "allowed is" */
    public Schema<P> refusing(String name, String allowed) {
        return also(name, new Refused(allowed, false));
    }

    /** The same, which takes nothing but null of a name. @param allowed follows the words "allowed is" */
    public Schema<P> refusingUnlessNull(String name, String allowed) {
        return also(name, new Refused(allowed, true));
    }

    private Schema<P> also(String name, Refused more) {
        Schema<P> schema = new Schema<>(parameters, make, values);
        schema.refused.putAll(refused);
        schema.refused.put(name, more);
        return schema;
    }

    /** The parameters in their order. */
    public List<Parameter<?>> parameters() {
        return parameters;
    }

    /** Their names in their order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        parameters.forEach(parameter -> names.add(parameter.name()));
        return names;
    }

    /** Whether a name is a parameter's, or one that is refused for a reason of its own. */
    public boolean knows(String name) {
        return refused.containsKey(name) || names().contains(name);
    }

    /** Whether a name is known, but nothing can be set by it. */
    public boolean refuses(String name) {
        return refused.containsKey(name);
    }

    /** scikit-learn's defaults. */
    public Values usual() {
        Values all = Values.NONE;
        for (Parameter<?> parameter : parameters) {
            all = withUsual(parameter, all);
        }
        return all;
    }

    private static <T> Values withUsual(Parameter<T> parameter, Values all) {
        return all.with(parameter, parameter.usual());
    }

    private static <T> Values withPublished(Parameter<T> parameter, Values all) {
        return all.with(parameter, parameter.published());
    }

    /** The parameters with scikit-learn's defaults for those not given. @throws ParameterException naming the first wrong one */
    public P read(Map<String, ? extends @Nullable Object> given) {
        return read(usual(), given);
    }

    /** The same with the published defaults. @throws ParameterException naming the first wrong one */
    public P readPublished(Map<String, ? extends @Nullable Object> given) {
        Values all = Values.NONE;
        for (Parameter<?> parameter : parameters) {
            all = withPublished(parameter, all);
        }
        return read(all, given);
    }

    private P read(Values defaults, Map<String, ? extends @Nullable Object> given) {
        Values all = defaults;
        for (Map.Entry<String, ? extends @Nullable Object> entry : given.entrySet()) {
            all = set(all, entry.getKey(), entry.getValue());
        }
        check(all);
        return make.apply(all);
    }

    /** The same values with one of them set. @throws ParameterException when the name or the value's kind is wrong */
    public Values set(Values all, String name, @Nullable Object plain) {
        for (Parameter<?> parameter : parameters) {
            if (parameter.name().equals(name)) {
                return set(parameter, all, plain);
            }
        }
        Refused known = refused.get(name);
        if (known == null) {
            throw new ParameterException(name, String.valueOf(plain), "one of the parameters " + listed());
        }
        if (known.nullIsFine && plain == null) {
            return all;
        }
        throw new ParameterException(name, Parameter.shown(plain), known.allowed);
    }

    private static <T> Values set(Parameter<T> parameter, Values all, @Nullable Object plain) {
        return all.with(parameter, parameter.type().read(parameter.name(), plain));
    }

    private String listed() {
        List<String> all = new ArrayList<>(names());
        if (all.isEmpty()) {
            return "of this algorithm; it has none";
        }
        String last = all.removeLast();
        return all.isEmpty() ? last : String.join(", ", all) + " and " + last;
    }

    /** Throws unless each value is within its range. @throws ParameterException naming the first that is not */
    public void check(Values all) {
        parameters.forEach(parameter -> check(parameter, all));
    }

    private static <T> void check(Parameter<T> parameter, Values all) {
        parameter.require(all.get(parameter));
    }

    /** The parameters by their names, in their order, as plain values; what {@link #read} takes back. */
    public Map<String, @Nullable Object> byName(P made) {
        Values all = values.apply(made);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        parameters.forEach(parameter -> named.put(parameter.name(), plain(parameter, all)));
        return Collections.unmodifiableMap(named);
    }

    private static <T> @Nullable Object plain(Parameter<T> parameter, Values all) {
        return parameter.type().plain(all.get(parameter));
    }

    /** A parameter's value when a request leaves it out, as a plain one. */
    public static <T> @Nullable Object publishedOf(Parameter<T> parameter) {
        return parameter.type().plain(parameter.published());
    }

    /** A parameter's value when it is left out, as scikit-learn has it, as a plain one. */
    public static <T> @Nullable Object usualOf(Parameter<T> parameter) {
        return parameter.type().plain(parameter.usual());
    }
}
