package dev.tasuki.adapters.resp;

import dev.tasuki.core.task.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Commands of a lane that are sent as one. Those that may go last stand behind all others of their batch, the rest where
 * the first of its kind stood: so a reply never comes behind the settlement of its request. Nothing passes a command that
 * is sent alone.
 */
final class Parcel {
    private final List<Pending> members = new ArrayList<>();

    private Parcel(Pending first) {
        members.add(first);
    }

    /** In the order in which they are to be sent. */
    static List<Parcel> of(List<Pending> batch) {
        List<Parcel> all = new ArrayList<>();
        List<Parcel> last = new ArrayList<>();
        Map<String, Parcel> open = new HashMap<>();
        for (Pending pending : batch) {
            Command.Together together = pending.sent().together();
            if (together == null) {
                all.addAll(last);
                last.clear();
                open.clear();
                all.add(new Parcel(pending));
                continue;
            }
            Parcel there = open.get(together.kind());
            if (there == null) {
                Parcel begun = new Parcel(pending);
                open.put(together.kind(), begun);
                (together.last() ? last : all).add(begun);
            } else {
                there.members.add(pending);
            }
        }
        all.addAll(last);
        return all;
    }

    /** As it is sent. */
    Command command() {
        Command first = members.getFirst().sent();
        if (members.size() == 1) {
            return first;
        }
        return first.joined(
                members.subList(1, members.size()).stream().map(Pending::sent).toList());
    }

    Command first() {
        return members.getFirst().sent();
    }

    void fail(Refusal refusal) {
        members.forEach(member -> member.fail(refusal));
    }

    /** Gives each its answer, or the refusal of an answer that is of another form. */
    void complete(Object answer, RedisErrors errors) {
        if (first().together() == null) {
            members.getFirst().complete(answer);
            return;
        }
        List<?> each = answer instanceof List<?> list ? list : List.of();
        if (each.size() != members.size()) {
            fail(errors.refused(new JedisDataException(
                    each.size() + " answers to " + members.size() + " commands that were sent as one")));
            return;
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).complete(each.get(i));
        }
    }
}
