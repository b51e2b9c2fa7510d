package dev.tasuki.server.view;

import dev.tasuki.core.task.Artifact;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The stored forest.
 *
 * @param sha256 of its bytes
 * @param size in bytes
 */
@Schema(name = "Artifact", description = "The stored forest")
public record ArtifactView(
        @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,

        @Schema(example = "41200") long size) {

    static ArtifactView of(Artifact artifact) {
        return new ArtifactView(artifact.sha256(), artifact.size());
    }
}
