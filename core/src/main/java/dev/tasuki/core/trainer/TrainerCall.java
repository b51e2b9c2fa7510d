package dev.tasuki.core.trainer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * One attempt at a training that somebody else's program is to do.
 *
 * @param algorithm by the name that the client gave
 * @param row as it was claimed
 * @param epoch the number of the attempt's claim: no other attempt at the task has it
 * @param arguments what the program is told: model_id, dataset_id, dataset (key and etag), features, target, params,
 *     test_size, split_random_state, and artifact_key, below which no other attempt writes
 */
public record TrainerCall(String algorithm, TaskRow row, long epoch, ObjectNode arguments) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    /** Of a row that was claimed. */
    static TrainerCall of(TaskRow row, Keys keys) {
        TrainRequest request = TrainRequest.parseMessage(row.spec().payload().getBytes(StandardCharsets.UTF_8));
        TaskId id = row.id();
        long epoch = row.lease().epoch() + 1;
        DatasetPin pin = row.spec().pin();
        ObjectNode arguments = Json.object().put("model_id", id.value());
        arguments.put("dataset_id", request.dataset().value());
        arguments
                .putObject("dataset")
                .put("key", keys.dataset(request.dataset()))
                .put("etag", pin == null ? "" : pin.etag());
        request.features().forEach(arguments.putArray("features")::add);
        arguments.put("target", request.target());
        arguments.set("params", Json.tree(request.params().given()));
        arguments.put("test_size", request.testSize());
        arguments.put("split_random_state", request.splitRandomState());
        arguments.put("artifact_key", keys.incoming(id, epoch));
        return new TrainerCall(request.algorithmName(), row, epoch, arguments);
    }

    /** Where the program is to put the model. */
    public String artifactKey() {
        return arguments.path("artifact_key").asText();
    }

    /** True for that place, and for those of the attempts before this one, which may have begun what this one ends. */
    boolean isArtifactKey(String key) {
        String mine = artifactKey();
        String folder = mine.substring(0, mine.lastIndexOf('/') + 1);
        String number = key.startsWith(folder) ? key.substring(folder.length()) : "";
        return NUMBER.matcher(number).matches() && Long.parseLong(number) <= epoch;
    }
}
