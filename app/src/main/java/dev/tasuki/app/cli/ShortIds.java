package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a short form of an id stands for: {@code @latest} is the newest model that is trained, or the
 * newest task; six letters or more are the one id that begins with them. A model's name, with or without a version or an
 * alias, is the server's to read.
 */
enum ShortIds {
    MODEL("/models", "models", "model_id", "TASK_COMPLETED", "no model is trained yet"),
    TASK("/tasks", "tasks", "task_id", "", "there is no task yet");

    private static final String LATEST = "@latest";
    private static final int LEAST = 6;
    private static final int WHOLE = 36;
    private static final String PAGE = "1000";
    private static final int PAGES = 100;
    private static final int SHOWN = 5;

    private final String route;
    private final String list;
    private final String field;
    private final String state;
    private final String none;

    ShortIds(String route, String list, String field, String state, String none) {
        this.route = route;
        this.list = list;
        this.field = field;
        this.state = state;
        this.none = none;
    }

    /** The whole id; what stands for nothing comes back as it is, for the server to refuse. */
    String whole(ServerClient server, String given) {
        if (given.equals(LATEST)) {
            return latest(server);
        }
        boolean versioned = this == MODEL && given.indexOf('@') > 0;
        if (versioned || given.length() < LEAST || given.length() >= WHOLE || known(server, given)) {
            return given;
        }
        List<String> found = beginningWith(server, given);
        if (found.size() > 1) {
            String shown = String.join(", ", found.subList(0, Math.min(SHOWN, found.size())));
            String more = found.size() > SHOWN ? " and " + (found.size() - SHOWN) + " more" : "";
            throw new Failure(
                    Exit.WRONG,
                    "'" + given + "' begins " + found.size() + " ids: " + shown + more + "; give more letters of it");
        }
        return found.isEmpty() ? given : found.getFirst();
    }

    private String latest(ServerClient server) {
        JsonNode newest = server.get(ServerClient.path(route, Map.of("state", state, "limit", "1")))
                .path(list);
        if (newest.isEmpty()) {
            throw new Failure(Exit.NOT_FOUND, none);
        }
        return newest.get(0).path(field).asText();
    }

    /** A foreign producer may have chosen a short id of its own, and a model may have a name. */
    private boolean known(ServerClient server, String id) {
        try {
            server.get(route + "/" + ServerClient.segment(id));
            return true;
        } catch (NotFound unknown) {
            return false;
        }
    }

    private List<String> beginningWith(ServerClient server, String letters) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < PAGES; page++) {
            JsonNode rows = server.get(ServerClient.path(route, Map.of("limit", PAGE, "cursor", cursor)));
            for (JsonNode row : rows.path(list)) {
                String id = row.path(field).asText();
                if (id.startsWith(letters)) {
                    found.add(id);
                }
            }
            if (!rows.hasNonNull("next_cursor")) {
                break;
            }
            cursor = rows.path("next_cursor").asText();
        }
        return found;
    }
}
