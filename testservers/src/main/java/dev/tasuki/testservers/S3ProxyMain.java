package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * The child's side of {@link S3Server}: an S3 server that keeps its objects in memory or in a folder,
 * prints its port in one line once it answers, and ends at the end of its standard input. A parent that
 * dies, however it dies, closes that input: no server outlives its test, nor does what it kept. Told
 * {@link #STOP} it stops listening, told {@link #START} it listens again on the same port with the
 * same objects.
 */
final class S3ProxyMain {
    /** Answered by {@link #STOPPED}. */
    static final String STOP = "stop";
    /** Answered by the port. */
    static final String START = "start";

    static final String STOPPED = "stopped";
    /** In place of a folder. */
    static final String MEMORY = "memory";

    private final AbstractNio2BlobStore store;
    private final String accessKey;
    private final String secretKey;

    private S3ProxyMain(AbstractNio2BlobStore store, String accessKey, String secretKey) {
        this.store = store;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Arguments: access key, secret key, a folder or {@link #MEMORY}, then the buckets to begin with. */
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[2];
        boolean memory = folder.equals(MEMORY);
        S3ProxyMain child = new S3ProxyMain(
                memory ? new TransientNio2BlobStore() : new FilesystemNio2BlobStore(folder),
                arguments[0],
                arguments[1]);
        for (int i = 3; i < arguments.length; i++) {
            child.store.createContainer(arguments[i]);
        }
        child.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        if (!memory) {
            S3Server.remove(Path.of(folder));
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(BufferedReader commands) throws Exception {
        int port = FreePorts.one();
        S3Proxy server = listen(port);
        say(Integer.toString(port));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case STOP -> {
                    server.stop();
                    say(STOPPED);
                }
                case START -> {
                    server = listen(port);
                    say(Integer.toString(port));
                }
                default -> throw new IOException("no such command: " + command);
            }
        }
    }

    private S3Proxy listen(int port) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .build();
        AccessGrant grant = new AccessGrant(secretKey, store);
        server.setBlobStoreLocator((identity, container, blob) -> grant);
        server.start();
        return server;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
