package dev.tasuki.core.plugin;

import dev.tasuki.learn.registry.AddedLearners;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of an error in the code of a plug-in, so that it does not pass for one of ours. Stateless. */
public final class PluginFailure {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFailure.class);
    private static final int LETTERS = 500;

    private PluginFailure() {}

    /** The sentence for the client; empty if the algorithm is one of this program's, and the failure a defect. */
    public static Optional<String> words(String algorithm, Throwable failed) {
        return AddedLearners.origin(algorithm).map(origin -> {
            LOG.warn("the plug-in's algorithm {} ({}) failed", algorithm, origin, failed);
            String why = failed.toString();
            return "the plug-in's algorithm " + algorithm + " failed: "
                    + why.substring(0, Math.min(LETTERS, why.length()))
                    + "; it is from " + origin + ", and the log has the details for its maker";
        });
    }
}
