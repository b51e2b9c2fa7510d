package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private server that speaks the S3 protocol with signatures checked: S3Proxy in a JVM of its own,
 * on a free port of 127.0.0.1, objects in memory or, if they are many, in a folder of its own. Start it
 * with the buckets it shall have; close it, or end this JVM, and it is gone with all it held. Not safe
 * for use by several threads.
 */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "tasuki-test-key";
    private static final String SECRET_KEY = "tasuki-test-secret";
    private static final String CLASS_PATH = "s3proxy.classpath";

    private final Process process;
    private final BufferedReader answers;
    private final URI endpoint;
    private final @Nullable Path folder;

    private S3Server(Process process, BufferedReader answers, URI endpoint, @Nullable Path folder) {
        this.process = process;
        this.answers = answers;
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /**
     * Starts a server that holds up to some 200 MB, in memory, and returns once it answers. Bucket
     * names have 3 to 63 characters.
     */
    public static S3Server start(String... buckets) throws IOException {
        return start(null, buckets);
    }

    /** The same with as many objects as the disk with the directory for temporary files can hold. */
    public static S3Server startOnDisk(String... buckets) throws IOException {
        return start(Files.createTempDirectory("s3proxy"), buckets);
    }

    private static S3Server start(@Nullable Path folder, String... buckets) throws IOException {
        Path log = Files.createTempFile("s3proxy", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // A server that has run out of memory is gone at once, instead of answering nothing.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=dev/tasuki/testservers/s3proxy-logback.xml",
                "-cp",
                ServerClassPath.of(CLASS_PATH),
                S3ProxyMain.class.getName(),
                ACCESS_KEY,
                SECRET_KEY,
                folder == null ? S3ProxyMain.MEMORY : folder.toString()));
        command.addAll(List.of(buckets));
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String port = reader.readLine();
        if (port == null) {
            process.destroyForcibly();
            throw new IOException("S3Proxy did not start: " + Files.readString(log));
        }
        log.toFile().deleteOnExit();
        return new S3Server(process, reader, URI.create("http://127.0.0.1:" + port), folder);
    }

    /** Cuts every connection and refuses new ones until {@link #startAgain()}; the objects stay. */
    public void stop() throws IOException {
        tell(S3ProxyMain.STOP, S3ProxyMain.STOPPED);
    }

    /** Listens again after {@link #stop()}, on the same port with the same objects. */
    public void startAgain() throws IOException {
        tell(S3ProxyMain.START, Integer.toString(endpoint.getPort()));
    }

    private void tell(String command, String expected) throws IOException {
        Writer commands = process.outputWriter(StandardCharsets.UTF_8);
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (!expected.equals(answer)) {
            throw new IOException("S3Proxy answered " + answer + " to " + command + ", not " + expected);
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** The one access key it knows. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** The secret that belongs to {@link #accessKey()}. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** The variables with which any S3 client in another process finds this server. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY,
                "AWS_REGION",
                "us-east-1",
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** Ends the process as a power cut would, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        if (folder != null) {
            remove(folder);
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
