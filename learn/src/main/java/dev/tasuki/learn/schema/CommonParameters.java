package dev.tasuki.learn.schema;

import java.util.List;

/** What the schemas of several families of learners have in common. */
public final class CommonParameters {
    /** The seed; left out it is 0 in the library and 42 in a request. */
    public static final Parameter<Long> RANDOM_STATE = Parameter.of(
                    "random_state",
                    ParameterTypes.seed(),
                    0L,
                    "Seed of the random choices: the same seed gives the same bytes")
            .published(42L);

    private CommonParameters() {}

    /** The schema, which knows names of scikit-learn's that are not supported here. */
    public static <P> Schema<P> refusing(Schema<P> schema, List<String> unsupported) {
        Schema<P> all = schema;
        for (String name : unsupported) {
            all = all.refusing(name, "to leave it out: it is not supported here");
        }
        return all;
    }
}
