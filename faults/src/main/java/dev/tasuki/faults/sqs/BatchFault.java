package dev.tasuki.faults.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Some entries of one batch that fail, at least one of them.
 *
 * @param ids of those that fail
 * @param done true: the service does them and says that they failed
 */
record BatchFault(Set<String> ids, boolean done) {
    static BatchFault choose(ObjectNode request, Random random) {
        JsonNode entries = request.path("Entries");
        Set<String> ids = new HashSet<>();
        int sure = entries.isEmpty() ? 0 : random.nextInt(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            if (i == sure || random.nextBoolean()) {
                ids.add(id(entries.get(i)));
            }
        }
        return new BatchFault(ids, random.nextBoolean());
    }

    /** What is passed on. */
    ObjectNode left(ObjectNode request) {
        return done ? request : without(request, "Entries");
    }

    /** What is answered instead of the service's own answer. */
    ObjectNode failed(ObjectNode answer) {
        ObjectNode changed = without(answer, "Successful");
        ArrayNode failed = changed.withArrayProperty("Failed");
        for (String id : ids) {
            failed.addObject()
                    .put("Id", id)
                    .put("SenderFault", false)
                    .put("Code", "InternalError")
                    .put("Message", "The entry failed; try it again");
        }
        return changed;
    }

    private ObjectNode without(ObjectNode from, String list) {
        ObjectNode changed = from.deepCopy();
        ArrayNode kept = changed.putArray(list);
        for (JsonNode entry : from.path(list)) {
            if (!ids.contains(id(entry))) {
                kept.add(entry);
            }
        }
        return changed;
    }

    private static String id(JsonNode entry) {
        return entry.path("Id").asText();
    }
}
