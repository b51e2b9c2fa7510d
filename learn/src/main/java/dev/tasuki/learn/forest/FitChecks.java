package dev.tasuki.learn.forest;

import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.spi.Kind;

/** What must hold before a fit begins. */
final class FitChecks {
    private FitChecks() {}

    static void require(ForestParameters parameters, ForestFamily family, Kind kind) {
        if (parameters.kind() != kind || parameters.family() != family) {
            throw new ParameterException("algorithm", parameters.family().name(parameters.kind()), family.name(kind));
        }
    }

    static Bootstrap bootstrapOf(Forest forest, int rows) {
        if (!forest.parameters().bootstrap()) {
            throw new IllegalArgumentException("the forest was fitted without bootstrap: every tree saw every row");
        }
        return new Bootstrap(forest.parameters(), rows);
    }
}
