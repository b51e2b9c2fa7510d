package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.TaskRow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client wants changed in a request before its task is tried again. */
public final class Changes {
    private static final String MODEL_ID = "model_id";
    private static final String RUN_AT = "run_at";
    private static final String EXPIRES_AT = "expires_at";

    private static final Set<String> CHANGEABLE = Set.of(
            "dataset_id",
            "features",
            "target",
            "algorithm",
            "params",
            PreprocessField.NAME,
            "test_size",
            "split_random_state",
            "stratify",
            TrainRequest.CV,
            SearchField.NAME,
            TrainRequest.PERMUTATION_IMPORTANCE,
            "name",
            "tags",
            RUN_AT,
            "timeout_s",
            "on_timeout",
            "priority");

    private Changes() {}

    /**
     * The task's request with these fields, checked as a new one is. A name that no request has is
     * refused here, as the change that was meant would silently not be made. Throws {@link InvalidRequest}.
     */
    public static TrainRequest apply(TaskRow task, byte[] json) {
        JsonNode changes = Json.parse(json);
        Fields fields = new Fields(changes);
        ObjectNode request = (ObjectNode) Json.stored(task.spec().payload());
        request.remove(List.of(RUN_AT, EXPIRES_AT));
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String name = change.getKey();
            if (name.equals(MODEL_ID) || name.equals(EXPIRES_AT)) {
                refuseUnlessSame(fields, task, change);
            } else if (!CHANGEABLE.contains(name)) {
                fields.problem("extra_forbidden", unknown(fields, name), change.getValue(), name);
            } else if (change.getValue().isNull()) {
                request.remove(name);
            } else {
                request.set(name, change.getValue());
            }
        }
        fields.check();
        return TrainRequest.parseMessage(Json.bytes(request));
    }

    private static void refuseUnlessSame(Fields fields, TaskRow task, Map.Entry<String, JsonNode> change) {
        boolean model = change.getKey().equals(MODEL_ID);
        JsonNode value = change.getValue();
        boolean same = model ? value.asText().equals(task.id().value()) : value.isNull();
        if (!same) {
            String why = model
                    ? "Field is frozen: the model keeps the id " + task.id()
                    : "Field is frozen: a task that is tried again does not expire; leave it out";
            fields.problem("frozen_field", why, value, change.getKey());
        }
    }

    private static String unknown(Fields fields, String name) {
        String meant = fields.meant(name, CHANGEABLE)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return "Extra inputs are not permitted" + meant;
    }
}
