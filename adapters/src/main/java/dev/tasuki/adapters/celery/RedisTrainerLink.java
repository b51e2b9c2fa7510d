package dev.tasuki.adapters.celery;

import dev.tasuki.adapters.resp.RedisLanes;
import dev.tasuki.adapters.resp.RedisLink;
import dev.tasuki.adapters.resp.ServerFacts;
import java.time.InstantSource;

/** Over a Redis, with states in that or another one. */
final class RedisTrainerLink implements TrainerLink {
    private final RedisLanes lane;
    private final RedisWire wire;
    private final RedisMailbox mailbox;
    private final RedisCommands commands;
    private final CallStates states;

    /** Connects when it is used first. */
    RedisTrainerLink(RedisPlace broker, RedisPlace results) {
        RedisLink link = new RedisLink(broker.settings(), ServerFacts.Use.FLEET);
        RedisKeys keys = RedisKeys.of(broker);
        lane = RedisLanes.start("celery-trainings", link);
        wire = new RedisWire(keys, lane, link.errors());
        mailbox = new RedisMailbox(keys, lane);
        commands = new RedisCommands(mailbox, InstantSource.system());
        states = new RedisCallStates(results);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public WorkerCommands commands() {
        return commands;
    }

    @Override
    public CallStates states() {
        return states;
    }

    @Override
    public void close() {
        states.close();
        mailbox.close();
        lane.close();
    }
}
