package dev.tasuki.contracts;

import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Learner;
import java.util.stream.Stream;

/** Every learner of the list. */
class ListedLearnersTest extends LearnerContract {
    @Override
    protected Stream<Learner<?>> learners() {
        return Learners.ALL.stream();
    }
}
