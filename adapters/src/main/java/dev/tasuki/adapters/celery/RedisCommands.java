package dev.tasuki.adapters.celery;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** Commands over Redis. Answers are read when they are asked for. */
final class RedisCommands implements WorkerCommands {
    private final RedisMailbox mailbox;
    private final Questions questions;

    RedisCommands(RedisMailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.questions = new Questions(clock);
    }

    @Override
    public void revoke(String id, boolean terminate) {
        mailbox.tell(Questions.revoke(id, terminate), questions.headers());
    }

    @Override
    public Supplier<Map<String, String>> whoHas(String id, String node) {
        Questions.Asked asked = questions.whoHas(id, node);
        mailbox.ask(asked.command(), questions.headers());
        return () -> {
            mailbox.answers().forEach(answer -> questions.answered(answer.body(), answer.headers()));
            return Map.copyOf(asked.answers());
        };
    }

    @Override
    public void forget(String id) {
        questions.forget(id);
    }
}
