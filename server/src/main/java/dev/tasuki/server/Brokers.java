package dev.tasuki.server;

import dev.tasuki.core.port.BrokerStatus;
import java.util.List;

/** Tells how the brokers are that this process uses. Called by many threads. */
@FunctionalInterface
public interface Brokers {
    /** One status per broker; never throws. */
    List<BrokerStatus> status();
}
