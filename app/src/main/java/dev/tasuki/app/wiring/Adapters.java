package dev.tasuki.app.wiring;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.rabbitmq.RabbitBroker;
import dev.tasuki.adapters.rabbitmq.RabbitSettings;
import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.adapters.sql.SqlBroker;
import dev.tasuki.adapters.sql.SqlChangeLog;
import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.app.settings.AdapterUrl;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.base.Announcements;
import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.OwnerOnly;
import dev.tasuki.core.port.TaskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** From URLs to adapters: one case for each scheme on board. For one thread. */
final class Adapters {
    private static final int CONNECTIONS = 10;

    private final Settings settings;
    private final InstantSource clock;
    private final Owned owned;
    private final IntConsumer dropped;
    private final Map<String, Database> databases = new HashMap<>();
    private DeadLetters deadLetters = DeadLetters.NONE;
    private @Nullable RabbitBroker announcing;

    /** Opens adapters as the settings say; {@code owned} closes them. */
    Adapters(Settings settings, InstantSource clock, Owned owned) {
        this(settings, clock, owned, gone -> {});
    }

    /** The same; {@code dropped} is told how many dead letters gave way to younger ones. */
    Adapters(Settings settings, InstantSource clock, Owned owned, IntConsumer dropped) {
        this.dropped = dropped;
        this.settings = settings;
        this.clock = clock;
        this.owned = owned;
    }

    /** The object store. */
    ObjectStore store() {
        AdapterUrl url = settings.store();
        return owned.own(
                switch (url.scheme()) {
                    case "file" -> DirectoryStore.open(url.path(), clock);
                    case "s3" -> S3Store.connect(S3Settings.parse(url.text(), settings.aws()));
                    default -> throw unchecked(url);
                });
    }

    /** The result store. */
    TaskStore results() {
        return new SqlTaskStore(database(settings.results()));
    }

    /** What happens to the rows of the result store. */
    ChangeLog changes() {
        return new SqlChangeLog(database(settings.results()));
    }

    /**
     * The broker.
     *
     * @param alone true if no other process uses it: what a dead predecessor held is free at once
     */
    Broker broker(boolean alone, String name) {
        AdapterUrl url = settings.broker();
        if (url.scheme().startsWith("amqp")) {
            RabbitBroker rabbit =
                    owned.own(new RabbitBroker(RabbitSettings.parse(url.text()).named("tasuki " + name), clock));
            deadLetters = rabbit.deadLetters();
            announcing = rabbit;
            return rabbit;
        }
        SqlBroker broker = owned.own(new SqlBroker(database(url), dropped));
        deadLetters = broker.deadLetters();
        if (alone) {
            broker.releaseLocks();
        }
        return broker;
    }

    /** What the broker keeps of discarded messages; {@link #broker} opens it first. */
    DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Where the broker, opened before, announces changes of tasks; empty if it has no place for that. */
    Optional<Announcements.Outlet> events() {
        return Optional.ofNullable(announcing).map(broker -> broker.events()::announce);
    }

    /** One database for both, if broker and results name the same. */
    private Database database(AdapterUrl url) {
        String jdbc = switch (url.scheme()) {
            case "sqlite", "jdbc:sqlite" -> "jdbc:sqlite:" + url.path();
            case "jdbc:postgresql", "jdbc:mariadb", "jdbc:mysql" -> url.text();
            default -> throw unchecked(url);
        };
        return databases.computeIfAbsent(jdbc, text -> open(url, text));
    }

    private Database open(AdapterUrl url, String jdbc) {
        if (!url.local()) {
            return owned.own(Database.open(new DatabaseSettings(jdbc, null, null, CONNECTIONS), clock));
        }
        Path folder = url.path().getParent();
        try {
            if (folder != null) {
                OwnerOnly.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NativeLibrary.use(settings.data());
        return owned.own(Database.open(DatabaseSettings.sqlite(url.path()), clock));
    }

    private static IllegalStateException unchecked(AdapterUrl url) {
        return new IllegalStateException("the settings let " + url.scheme() + ": pass, but nothing opens it");
    }
}
