package dev.tasuki.adapters.sql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From a transition to its statements. */
final class SqlTransitions {
    /** In one statement. */
    private static final int MOST_MARKS = 512;

    private SqlTransitions() {}

    private static int mend(Session session, Transition.Mend mend) throws SQLException {
        String id = mend.id().value();
        List<@Nullable Object> values = TaskValues.of(mend.spec(), mend.spec().runAt());
        values.add(id);
        values.add(mend.epoch());
        int changed = ChangeLines.move(session, TaskSql.MEND, id, values.toArray());
        if (changed == 1) {
            TaskRow row = session.first(TaskSql.FIND, TaskRows::read, id)
                    .orElseThrow(() -> new SQLException("a row just changed is not there"));
            session.update(TaskSql.REMOVE_TAGS, row.seq());
            TaskValues.tag(session, row, mend.spec());
        }
        return changed;
    }

    static int apply(Session session, Transition transition) throws SQLException {
        String id = transition.id().value();
        return switch (transition) {
            case Transition.Published published -> session.update(TaskSql.PUBLISHED, id, published.turn());
            case Transition.Unpublish ignored -> session.update(TaskSql.UNPUBLISH, id);
            case Transition.Expire expire ->
                ChangeLines.move(
                        session,
                        TaskSql.EXPIRE,
                        id,
                        expire.outcome().code().text(),
                        TaskValues.storable(expire.outcome().detail()),
                        id);
            case Transition.Claim claim ->
                room(session, claim)
                        ? ChangeLines.move(
                                session,
                                TaskSql.CLAIM,
                                id,
                                claim.owner(),
                                claim.lease().toMillis(),
                                id,
                                claim.epoch())
                        : 0;
            case Transition.Heartbeat beat -> beat(session, beat, id);
            case Transition.Complete complete -> complete(session, complete, id);
            case Transition.Fail fail ->
                ChangeLines.move(
                        session,
                        TaskSql.FAIL,
                        id,
                        fail.outcome().code().text(),
                        TaskValues.storable(fail.outcome().detail()),
                        id,
                        fail.epoch());
            case Transition.GiveBack back ->
                ChangeLines.move(
                        session,
                        TaskSql.GIVE_BACK,
                        id,
                        back.delay().toMillis(),
                        back.counted() ? 0 : 1,
                        id,
                        back.epoch());
            case Transition.Stopped stopped -> ChangeLines.move(session, TaskSql.STOPPED, id, id, stopped.epoch());
            case Transition.Cancel ignored -> ChangeLines.move(session, TaskSql.CANCEL, id, id);
            case Transition.Finish ignored -> ChangeLines.move(session, TaskSql.FINISH, id, id);
            case Transition.Retry retry -> {
                long delay = retry.delay().toMillis();
                yield ChangeLines.move(session, TaskSql.RETRY, id, delay, delay, id);
            }
            case Transition.Mend mend -> mend(session, mend);
            case Transition.Answering next ->
                session.update(TaskSql.ANSWERING, next.lease().toMillis(), id, next.turn());
            case Transition.Answered answered -> session.update(TaskSql.ANSWERED, id, answered.turn());
            case Transition.Label label -> session.update(TaskSql.LABEL, label.algorithm(), id, label.version());
            case Transition.Remove ignored -> remove(session, id);
        };
    }

    /** Nearly always one statement, as nearly all tasks are in their first turn. */
    static int markPublished(Session session, List<Transition.Published> marks) throws SQLException {
        Map<Integer, List<String>> byTurn = marks.stream()
                .collect(groupingBy(
                        Transition.Published::turn,
                        TreeMap::new,
                        mapping(mark -> mark.id().value(), toList())));
        int marked = 0;
        for (Map.Entry<Integer, List<String>> turn : byTurn.entrySet()) {
            List<String> ids = turn.getValue().stream().sorted().toList();
            for (int from = 0; from < ids.size(); from += MOST_MARKS) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + MOST_MARKS));
                marked += session.update(TaskSql.publishedAll(padded(some.size())), marks(turn.getKey(), some));
            }
        }
        return marked;
    }

    /** The last id again and again up to a power of two, so that there are few statements to prepare. */
    private static Object[] marks(int turn, List<String> ids) {
        Object[] arguments = new Object[1 + padded(ids.size())];
        arguments[0] = turn;
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = ids.get(Math.min(i, ids.size()) - 1);
        }
        return arguments;
    }

    private static int padded(int count) {
        return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
    }

    private static int complete(Session session, Transition.Complete complete, String id) throws SQLException {
        int changed = complete(session, TaskSql.COMPLETE, complete);
        if (changed == 1) {
            NameNumbers.give(session, id);
        }
        return changed;
    }

    /** Completes a training without a name, in one statement on PostgreSQL; 0 if it has one. */
    static int completeUnnamed(Session session, Transition.Complete complete) throws SQLException {
        return complete(session, TaskSql.COMPLETE_UNNAMED, complete);
    }

    private static int complete(Session session, ChangeSql.Move move, Transition.Complete complete)
            throws SQLException {
        Artifact artifact = complete.outcome().artifact();
        String id = complete.id().value();
        return ChangeLines.move(
                session,
                move,
                id,
                artifact.key(),
                artifact.sha256(),
                artifact.size(),
                complete.outcome().metrics(),
                complete.report(),
                complete.algorithm(),
                id,
                complete.epoch());
    }

    private static int beat(Session session, Transition.Heartbeat beat, String id) throws SQLException {
        return session.update(
                TaskSql.HEARTBEAT,
                beat.lease().toMillis(),
                beat.progress().fraction(),
                beat.progress().stage(),
                TaskValues.storable(beat.progress().text()),
                id,
                beat.epoch());
    }

    /** The line is written while the row is held. */
    private static int remove(Session session, String id) throws SQLException {
        if (!NameNumbers.takeAway(session, id)) {
            return 0;
        }
        if (session.dialect() == Dialect.POSTGRESQL) {
            return session.update(TaskSql.REMOVE_LOGGED, id);
        }
        return ChangeLines.move(session, TaskSql.REMOVABLE, id, id) == 0 ? 0 : session.update(TaskSql.REMOVE, id);
    }

    /** Whether the caps leave room for one more run; until the commit no other claim under a cap asks. */
    private static boolean room(Session session, Transition.Claim claim) throws SQLException {
        if (claim.caps().none()) {
            return true;
        }
        String id = claim.id().value();
        Map<Group, Integer> limits = session.first(
                        TaskSql.GROUPS,
                        row -> claim.caps()
                                .of(new DatasetId(row.getString("dataset_id")), Json.list(row.getString("tags"))),
                        id)
                .orElse(Map.of());
        if (limits.isEmpty()) {
            return true;
        }
        session.update(TaskSql.PASS_THE_GATE);
        for (Map.Entry<Group, Integer> limit : limits.entrySet()) {
            if (running(session, limit.getKey(), id) >= limit.getValue()) {
                return false;
            }
        }
        return true;
    }

    private static long running(Session session, Group group, String but) throws SQLException {
        String sql = switch (group.kind()) {
            case DATASET -> TaskSql.RUNNING_ON_DATASET;
            case TAG -> TaskSql.RUNNING_WITH_TAG;
        };
        return session.first(sql, row -> row.getLong(1), but, group.name()).orElse(0L);
    }
}
