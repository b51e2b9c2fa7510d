package dev.tasuki.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.elasticmq.actor.queue.QueueActor;
import org.elasticmq.util.NowProvider;

/**
 * The machine's clock and what was added to it, for all of ElasticMQ. ElasticMQ asks the clock that it is given for
 * visibilities, and the machine's for the delay of a message that is sent: beside a clock that was moved by a minute, a
 * delay of a minute would be none. So the class that does so is read from its file, told to ask this clock, and defined
 * before ElasticMQ needs it. Thread-safe.
 */
public final class ElasticMqClock extends NowProvider {
    private static final String ASKS_THE_MACHINE = "org/elasticmq/actor/queue/InternalMessage$.class";
    private static final String QUESTION = "currentTimeMillis";
    private static final AtomicLong AHEAD = new AtomicLong();

    private ElasticMqClock() {}

    /** The clock of this JVM's ElasticMQ; to be called once, before anything is sent. */
    static ElasticMqClock installed() throws IOException {
        try (InputStream file = ClassLoader.getSystemResourceAsStream(ASKS_THE_MACHINE)) {
            byte[] asShipped = Objects.requireNonNull(file, ASKS_THE_MACHINE).readAllBytes();
            ClassFile classFile = ClassFile.of();
            CodeTransform asking = (code, element) -> {
                if (element instanceof InvokeInstruction call && call.name().equalsString(QUESTION)) {
                    code.invokestatic(
                            ClassDesc.of(ElasticMqClock.class.getName()),
                            "ofMessages",
                            MethodTypeDesc.of(ConstantDescs.CD_long));
                } else {
                    code.with(element);
                }
            };
            byte[] changed = classFile.transformClass(
                    classFile.parse(asShipped), ClassTransform.transformingMethodBodies(asking));
            MethodHandles.privateLookupIn(QueueActor.class, MethodHandles.lookup())
                    .defineClass(changed);
            return new ElasticMqClock();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("ElasticMQ is on the class path, which is open", e);
        }
    }

    /** What ElasticMQ asks when a message is sent: milliseconds since 1970. */
    public static long ofMessages() {
        return System.currentTimeMillis() + AHEAD.get();
    }

    /** Goes forward; returns by how much it is ahead of the machine's. */
    long advance(long millis) {
        return AHEAD.addAndGet(millis);
    }

    @Override
    public long nowMillis() {
        return ofMessages();
    }

    @Override
    public OffsetDateTime now() {
        return Instant.ofEpochMilli(nowMillis()).atOffset(ZoneOffset.UTC);
    }
}
