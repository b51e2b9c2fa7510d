package dev.tasuki.faults.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A worker of Celery's own, for the steps between ours. The end of this JVM ends it. */
public final class CeleryWorker implements AutoCloseable {
    private final Process process;
    private final Thread atExit;

    private CeleryWorker(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly, "celery-worker-end");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it and returns at once: calls wait for it in their queue. */
    public static CeleryWorker start(String broker, Path directory) throws IOException {
        Path output = Files.createTempFile(directory, "celery-worker", ".log");
        List<String> command = List.of(
                "/usr/bin/python3",
                "-B",
                "-m",
                "celery",
                "-A",
                "celery_steps",
                "worker",
                "--pool",
                "solo",
                // Without it a worker that connects again takes from every queue that it ever sent to.
                "-Q",
                "celery",
                "-l",
                "info");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Build.root().resolve("interop/python").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("CELERY_BROKER_URL", broker, "PYTHONUNBUFFERED", "1"));
        return new CeleryWorker(builder.start());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
