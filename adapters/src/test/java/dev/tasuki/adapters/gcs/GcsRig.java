package dev.tasuki.adapters.gcs;

import dev.tasuki.testservers.GcsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stub with a bucket, its clock, a folder for credentials, and stores over it that do not pause. */
final class GcsRig implements AutoCloseable {
    static final String BUCKET = "contract";

    final MovableClock clock = new MovableClock();
    final GcsServer server;
    final Path folder;
    /** The pauses that were made between tries. */
    /** A busy machine may need a minute to connect or to look up a token; what an answer may take is as ever. */
    private static final GcsTimeouts PATIENT = new GcsTimeouts(
            Duration.ofMinutes(1), GcsTimeouts.DEFAULT.call(), GcsTimeouts.DEFAULT.content(), Duration.ofMinutes(1));

    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    GcsRig() {
        try {
            server = GcsServer.start(BUCKET, clock);
            folder = Files.createTempDirectory("gcs-credentials");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CredentialSources key() {
        try {
            return file(server.tokens().keyFile(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CredentialSources file(Path file) {
        return new CredentialSources(file, null, server.endpoint());
    }

    GcsSettings settings(String prefix) {
        return new GcsSettings(BUCKET, prefix, server.endpoint(), false, null);
    }

    GcsClient.Parts parts(CredentialSources sources) {
        return parts(sources, PATIENT);
    }

    GcsClient.Parts parts(CredentialSources sources, GcsTimeouts timeouts) {
        return new GcsClient.Parts(sources, clock, timeouts, new Retries(Retries.TRIES, pauses::add));
    }

    GcsStore store(String prefix) {
        return GcsStore.connect(settings(prefix), parts(key()));
    }

    GcsStore store(CredentialSources sources) {
        return GcsStore.connect(settings(""), parts(sources));
    }

    GcsStore store(String bucket, @Nullable URI endpoint) {
        URI place = endpoint == null ? server.endpoint() : endpoint;
        return GcsStore.connect(new GcsSettings(bucket, "", place, false, null), parts(key()));
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
