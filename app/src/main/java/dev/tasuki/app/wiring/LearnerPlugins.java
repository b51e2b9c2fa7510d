package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.Finding;
import dev.tasuki.core.plugin.Plugins;
import dev.tasuki.core.plugin.PluginsRefused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The algorithms of {@code --plugins}. */
public final class LearnerPlugins {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerPlugins.class);

    private LearnerPlugins() {}

    /** Adds them to this process for as long as it lives; the words of why they cannot be. */
    public static Optional<String> add(Optional<Path> directory) {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            // Not closed: a learner may load more of its classes at any time.
            Plugins plugins = Plugins.open(directory.get());
            plugins.add();
            plugins.described().forEach(learner -> LOG.info("plug-in: {}", learner));
            return Optional.empty();
        } catch (PluginsRefused refused) {
            List<String> problems = refused.problems();
            return Optional.of(
                    problems.size() == 1
                            ? "--plugins: " + problems.getFirst()
                            : "--plugins: " + problems.size() + " things are wrong:\n  "
                                    + String.join("\n  ", problems));
        }
    }

    /** What is in the directory, for {@code doctor}; nothing is added. */
    public static Optional<Finding> look(Optional<Path> directory) {
        return directory.map(there -> {
            try (Plugins plugins = Plugins.open(there)) {
                return Finding.ok("plugins", String.join("; ", plugins.described()));
            } catch (PluginsRefused refused) {
                return Finding.fail("plugins", String.join("; ", refused.problems()), "see docs/plugins.md");
            }
        });
    }
}
