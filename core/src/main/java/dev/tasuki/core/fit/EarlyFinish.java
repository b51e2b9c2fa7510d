package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.run.FinishReason;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Steps;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fit that ended with fewer trees or rounds than the request names. Its model is the one of a request for as many
 * as it has.
 *
 * @param steps that it has
 * @param requested how many the request names
 */
record EarlyFinish(FinishReason reason, Steps steps, int requested) {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyFinish.class);

    /** Empty if the fit has all that the request names, or ended before by a rule of its own. */
    static Optional<EarlyFinish> of(ConfiguredLearner<?> requested, Fitted fitted, RunControl control) {
        Steps made = fitted.learner().steps();
        int all = requested.steps().count();
        return control.finishing()
                .filter(reason -> made.count() < all)
                .map(reason -> new EarlyFinish(reason, made, all));
    }

    /** In the log and in the model's report. */
    void tell(RunControl control, ObjectNode report) {
        LOG.info(
                "{}: finished early with {} of {} {}s ({})",
                control.subject(),
                steps.count(),
                requested,
                steps.word(),
                reason.text());
        ObjectNode node = report.putObject("finished_early");
        node.put("by", reason.text());
        node.put("unit", steps.word());
        node.put("requested", requested);
        node.put("grown", steps.count());
    }
}
