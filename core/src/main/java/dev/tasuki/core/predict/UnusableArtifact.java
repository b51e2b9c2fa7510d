package dev.tasuki.core.predict;

import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.learn.format.ModelFileException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of a model's artifact that cannot be used. Where it is stored and what its bytes are is for the log. */
final class UnusableArtifact {
    private static final Logger LOG = LoggerFactory.getLogger(UnusableArtifact.class);

    private UnusableArtifact() {}

    /** @param of whose it is, with what follows it, or empty */
    static Corrupt corrupt(String of, Artifact artifact, String why, @Nullable Throwable cause) {
        LOG.error("artifact {} cannot be used: {}", artifact.key(), why, cause);
        return new Corrupt(
                RefusalCode.ARTIFACT_CORRUPT,
                of + "the artifact cannot be used: " + why + "; train the model again, the log has the details",
                cause);
    }

    /** Of bytes that are no model file, or one that this process cannot read for lack of a plug-in. */
    static Refusal unreadable(String of, Artifact artifact, ModelFileException wrong) {
        String why = String.valueOf(wrong.getMessage());
        if (wrong.reason() != ModelFileException.Reason.NEEDS_PLUGIN) {
            return corrupt(of, artifact, why, wrong);
        }
        return new NotFound(
                RefusalCode.PLUGIN_MISSING,
                of + why + "; start it with --plugins and a directory that has the plug-in; the report of the model"
                        + " tells its jar");
    }

    static Corrupt gone(String of, Artifact artifact, Throwable cause) {
        return corrupt(of, artifact, "it is not in the store any more", cause);
    }

    static Unavailable cutOff(Artifact artifact, IOException cause) {
        LOG.warn("artifact {} could not be read to its end", artifact.key(), cause);
        return new Unavailable(
                RefusalCode.STORE_UNAVAILABLE,
                "the model's artifact could not be read to its end; try again",
                Duration.ofSeconds(2),
                cause);
    }
}
