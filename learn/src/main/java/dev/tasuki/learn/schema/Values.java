package dev.tasuki.learn.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** A value for each of some parameters, by their names, in the order in which they came. Immutable. */
public final class Values {
    /** No values. */
    public static final Values NONE = new Values(Map.of());

    private final Map<String, Object> byName;

    private Values(Map<String, Object> byName) {
        this.byName = byName;
    }

    /** The value of a parameter. @throws NoSuchElementException when there is none */
    public <T> T get(Parameter<T> parameter) {
        Object value = byName.get(parameter.name());
        if (value == null) {
            throw new NoSuchElementException("there is no value of " + parameter.name());
        }
        // Only with() puts values in, and it takes those of the parameter's own type.
        @SuppressWarnings("unchecked")
        T typed = (T) value;
        return typed;
    }

    /** Whether there is a value of the parameter. */
    public boolean has(Parameter<?> parameter) {
        return byName.containsKey(parameter.name());
    }

    /** The same with this value of the parameter. */
    public <T> Values with(Parameter<T> parameter, T value) {
        Map<String, Object> changed = new LinkedHashMap<>(byName);
        changed.put(parameter.name(), value);
        return new Values(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values values && values.byName.equals(byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
