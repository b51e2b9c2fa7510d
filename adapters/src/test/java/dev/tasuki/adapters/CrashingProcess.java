package dev.tasuki.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tasuki.adapters.files.DirectoryStore;
import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.DatabaseSettings;
import dev.tasuki.adapters.sql.SqlBroker;
import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.core.port.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Accepts tasks, publishes messages and stores objects on several threads until it is killed, and
 * prints a name only after the call that stored it has returned.
 */
final class CrashingProcess {
    private static final int THREADS = 6;

    private CrashingProcess() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        String round = arguments[1];
        Database database =
                Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
        SqlTaskStore tasks = new SqlTaskStore(database);
        SqlBroker broker = new SqlBroker(database);
        DirectoryStore objects = DirectoryStore.open(directory.resolve("store"), InstantSource.system());
        for (int i = 0; i < THREADS; i++) {
            String prefix = round + "-" + i + "-";
            Thread.ofPlatform().start(() -> {
                for (int n = 0; ; n++) {
                    String name = prefix + n;
                    tasks.accept(TaskSamples.task(name));
                    say("task " + name);
                    broker.publish(Message.durable("queue.crash", name.getBytes(UTF_8), name));
                    say("message " + name);
                    put(objects, name);
                    say("object " + name);
                }
            });
        }
    }

    static byte[] content(String name) {
        return (name + ";").repeat(20_000).getBytes(UTF_8);
    }

    private static void put(DirectoryStore objects, String name) {
        try {
            objects.put("models/" + name, new ByteArrayInputStream(content(name)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
