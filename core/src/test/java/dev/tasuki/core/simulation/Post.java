package dev.tasuki.core.simulation;

import dev.tasuki.core.keep.Answers;
import dev.tasuki.core.task.TaskRow;

/** The way to the programs that wait for answers, as one process reaches it. */
record Post(FaultyLink link, SimulatedSystem system) implements Answers.Outlet {
    @Override
    public boolean answer(TaskRow row) {
        return link.call("post.answer " + TraceText.of(row), () -> arrived(row), String::valueOf);
    }

    private boolean arrived(TaskRow row) {
        boolean first = system.checker().told(row);
        system.eventCounts().count(first ? "answer told" : "answer told again");
        return true;
    }
}
