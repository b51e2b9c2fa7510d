package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.encode.Treatment.Flag;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The field {@code preprocess} of a training: how its columns become numbers. */
final class PreprocessField {
    static final String NAME = "preprocess";
    private static final String COLUMNS = "columns";
    private static final List<String> WORDS = List.of("auto", "none");
    private static final List<String> MEMBERS = List.of("missing", "indicator", "categories", "dates", "scale");
    private static final List<String> ALL = List.of("missing", "indicator", "categories", "dates", "scale", COLUMNS);

    private final Fields fields;
    private final @Nullable Learner<?> algorithm;

    private PreprocessField(Fields fields, @Nullable Learner<?> algorithm) {
        this.fields = fields;
        this.algorithm = algorithm;
    }

    /**
     * Reads the field; problems are noted.
     *
     * @param algorithm null: a random forest
     * @param features empty: they have no names yet, and any column may be one
     */
    static Preparation read(Fields fields, @Nullable Learner<?> algorithm, List<String> features) {
        JsonNode node = fields.optional(NAME);
        return node == null ? Preparation.AUTO : new PreprocessField(fields, algorithm).read(node, features);
    }

    private Preparation read(JsonNode node, List<String> features) {
        if (node.isTextual()) {
            switch (node.textValue()) {
                case "auto" -> {
                    return Preparation.AUTO;
                }
                case "none" -> {
                    return Preparation.NONE;
                }
                default -> {
                    String meant = meant(node.textValue(), WORDS);
                    fields.problem(
                            "literal_error",
                            "Input should be 'auto', 'none' or an object with " + String.join(", ", ALL) + meant,
                            node,
                            NAME);
                    return Preparation.AUTO;
                }
            }
        }
        if (!node.isObject()) {
            fields.problem(
                    "dict_type",
                    "Input should be 'auto', 'none' or an object with " + String.join(", ", ALL),
                    node,
                    NAME);
            return Preparation.AUTO;
        }
        Treatment usual = treatment(node, ALL, NAME);
        Map<String, Treatment> columns = columns(node.get(COLUMNS), features);
        return new Preparation(false, usual, columns);
    }

    private Map<String, Treatment> columns(@Nullable JsonNode node, List<String> features) {
        Map<String, Treatment> columns = new HashMap<>();
        if (node == null || node.isNull()) {
            return columns;
        }
        if (!node.isObject()) {
            fields.problem("dict_type", "Input should be a valid dictionary", node, NAME, COLUMNS);
            return columns;
        }
        for (Map.Entry<String, JsonNode> column : node.properties()) {
            String name = column.getKey();
            if (!features.isEmpty() && !features.contains(name)) {
                fields.problem(
                        "unknown_column",
                        "\"" + ShownValue.shortened(name) + "\" is none of the features" + meant(name, features),
                        column.getValue(),
                        NAME,
                        COLUMNS,
                        name);
            } else if (!column.getValue().isObject()) {
                fields.problem(
                        "dict_type",
                        "Input should be an object with " + String.join(", ", MEMBERS),
                        column.getValue(),
                        NAME,
                        COLUMNS,
                        name);
            } else {
                columns.put(name, treatment(column.getValue(), MEMBERS, NAME, COLUMNS, name));
            }
        }
        return columns;
    }

    private Treatment treatment(JsonNode node, List<String> known, Object... path) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted; known are " + String.join(", ", known)
                                + meant(member.getKey(), known),
                        member.getValue(),
                        with(path, member.getKey()));
            }
        }
        Treatment.Missing missing = word(node, Treatment.Missing.values(), path);
        Treatment.Categories categories = word(node, Treatment.Categories.values(), path);
        requireTaken(missing == Treatment.Missing.NATIVE, Takes.MISSING, node.get("missing"), with(path, "missing"));
        requireTaken(
                categories == Treatment.Categories.NATIVE,
                Takes.CATEGORIES,
                node.get("categories"),
                with(path, "categories"));
        return new Treatment(
                missing,
                flag(node, "indicator", path),
                categories,
                word(node, Treatment.Dates.values(), path),
                flag(node, "scale", path));
    }

    /** Native is for learners that take such values themselves. */
    private void requireTaken(boolean isNative, Takes takes, @Nullable JsonNode node, Object... path) {
        List<Learner<?>> possible = algorithm == null ? Learners.USUAL : List.of(algorithm);
        if (isNative && possible.stream().noneMatch(learner -> learner.takes().contains(takes))) {
            List<String> taking = Learners.ALL.stream()
                    .filter(learner -> learner.takes().contains(takes))
                    .<String>map(Learner::name)
                    .toList();
            fields.problem(
                    "value_error",
                    (algorithm == null ? "A random forest" : algorithm.name()) + " does not take "
                            + (takes == Takes.MISSING ? "missing values" : "categories")
                            + " as they are: choose another value, or one of " + String.join(", ", taking),
                    node,
                    path);
        }
    }

    /** The value of the member that is named as the type is, or the first one, which is automatic. */
    private <T extends Enum<T>> T word(JsonNode node, T[] values, Object... path) {
        String name = values[0].getDeclaringClass().getSimpleName().toLowerCase(Locale.ROOT);
        JsonNode member = node.get(name);
        if (member == null || member.isNull()) {
            return values[0];
        }
        List<String> words =
                Arrays.stream(values).skip(1).map(PreprocessField::word).toList();
        for (T value : values) {
            if (member.isTextual() && word(value).equals(member.textValue())) {
                return value;
            }
        }
        List<String> quoted =
                new ArrayList<>(words.stream().map(word -> "'" + word + "'").toList());
        String last = quoted.removeLast();
        fields.problem(
                "literal_error",
                "Input should be " + String.join(", ", quoted) + " or " + last
                        + (member.isTextual() ? meant(member.textValue(), words) : ""),
                member,
                with(path, name));
        return values[0];
    }

    private Flag flag(JsonNode node, String name, Object... path) {
        JsonNode member = node.get(name);
        if (member == null || member.isNull()) {
            return Flag.AUTO;
        }
        if (!member.isBoolean()) {
            fields.problem("bool_type", "Input should be a valid boolean", member, with(path, name));
            return Flag.AUTO;
        }
        return member.booleanValue() ? Flag.YES : Flag.NO;
    }

    private static Object[] with(Object[] path, String last) {
        Object[] whole = Arrays.copyOf(path, path.length + 1);
        whole[path.length] = last;
        return whole;
    }

    private String meant(String unknown, List<String> known) {
        return fields.meant(unknown, known)
                .map(near -> "; did you mean " + ShownValue.shortened(near) + "?")
                .orElse("");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Writes the field into a body; nothing where it says what is usual. */
    static void fill(ObjectNode json, Preparation preparation) {
        if (preparation.complete()) {
            json.put(NAME, "none");
        } else if (!preparation.equals(Preparation.AUTO)) {
            ObjectNode node = node(preparation.usual());
            ObjectNode columns = Json.object();
            new TreeMap<>(preparation.columns()).forEach((name, treatment) -> columns.set(name, node(treatment)));
            if (!columns.isEmpty()) {
                node.set(COLUMNS, columns);
            }
            json.set(NAME, node);
        }
    }

    private static ObjectNode node(Treatment treatment) {
        ObjectNode node = Json.object();
        put(node, "missing", treatment.missing());
        put(node, "indicator", treatment.indicator());
        put(node, "categories", treatment.categories());
        put(node, "dates", treatment.dates());
        put(node, "scale", treatment.scale());
        return node;
    }

    private static void put(ObjectNode node, String name, Enum<?> value) {
        if (value.ordinal() == 0) {
            return;
        }
        if (value instanceof Flag flag) {
            node.put(name, flag == Flag.YES);
        } else {
            node.put(name, word(value));
        }
    }
}
