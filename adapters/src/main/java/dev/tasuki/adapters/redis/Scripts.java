package dev.tasuki.adapters.redis;

import dev.tasuki.adapters.resp.Script;
import dev.tasuki.core.task.Limits;

/** The Lua scripts of the broker and of the result store. */
final class Scripts {
    /** The queues. */
    static final Script BROKER = Script.of(Script.resource(Scripts.class, "broker.lua"));

    /** The task rows and the log of their changes. */
    static final Script STORE = Script.of(Script.resource(Scripts.class, "store.lua")
            .replace("{{brief}}", "'" + String.join("','", TaskFields.BRIEF) + "'")
            .replace("{{change_metrics}}", Long.toString(Limits.CHANGE_METRICS.value()))
            .replace("{{change_detail}}", Long.toString(Limits.CHANGE_DETAIL.value()))
            .replace("{{model_names}}", Long.toString(Limits.MODEL_NAMES.value()))
            .replace("{{model_aliases}}", Long.toString(Limits.MODEL_ALIASES.value()))
            .replace("{{alias_history}}", Long.toString(Limits.ALIAS_HISTORY.value()))
            .replace("{{processes_present}}", Long.toString(Limits.PROCESSES_PRESENT.value())));

    private Scripts() {}
}
