package dev.tasuki.app.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.app.settings.Settings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets logging up, on the error stream. Read no file, so that nothing on the class path can change it. */
public final class Logging {
    /** The published line; a message's line breaks become spaces, so that one event is one line. */
    private static final String LINE = "[%d{yyyy-MM-dd HH:mm:ss}] [%8level] %replace(%msg){'[\\r\\n]+', ' '}%n%ex";

    private Logging() {}

    /** Lines or JSON from the level on; libraries speak from WARN on. */
    public static void set(LogLevel level, LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.addTurboFilter(new OutOfMemory.InTheLog());
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(format, context));
        OutOfMemory.speak(format);
        console.start();
        Level wanted = Level.toLevel(level.name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(wanted.isGreaterOrEqual(Level.WARN) ? wanted : Level.WARN);
        root.addAppender(console);
        context.getLogger("dev.tasuki").setLevel(wanted);
        // After a restart of the database it tells of every connection, with advice that is wrong then.
        context.getLogger("com.zaxxer.hikari.pool.PoolBase").setLevel(Level.ERROR);
        // It logs only why it cannot start, and that is told as CannotListen, in one sentence.
        context.getLogger("io.micronaut.http.server.netty.NettyHttpServer").setLevel(Level.OFF);
        // Tells in the JVM's words, at each attempt, what our own warning tells once.
        context.getLogger("com.rabbitmq.client.impl.SocketFrameHandler").setLevel(Level.OFF);
    }

    /** Only what is wrong, for commands that print results. */
    public static void quiet() {
        set(LogLevel.WARN, LogFormat.LINE);
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        return switch (format) {
            case LINE -> {
                PatternLayoutEncoder line = new PatternLayoutEncoder();
                line.setContext(context);
                line.setPattern(LINE);
                line.start();
                yield line;
            }
            case JSON -> {
                EcsEncoder ecs = new EcsEncoder();
                ecs.setContext(context);
                ecs.setServiceName("tasuki");
                ecs.start();
                yield ecs;
            }
        };
    }
}
