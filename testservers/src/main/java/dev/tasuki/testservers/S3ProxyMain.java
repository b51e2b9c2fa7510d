package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * The child's side of {@link S3Server}: an S3 server that keeps its objects in memory, prints its
 * port in one line once it answers, and ends at the end of its standard input. A parent that dies,
 * however it dies, closes that input: no server outlives its test. Told {@link #STOP} it stops
 * listening, told {@link #START} it listens again on the same port with the same objects.
 */
final class S3ProxyMain {
    /** Answered by {@link #STOPPED}. */
    static final String STOP = "stop";
    /** Answered by the port. */
    static final String START = "start";

    static final String STOPPED = "stopped";

    private final TransientNio2BlobStore store = new TransientNio2BlobStore();
    private final String accessKey;
    private final String secretKey;

    private S3ProxyMain(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Arguments: access key, secret key, then the buckets to begin with. */
    public static void main(String[] arguments) throws Exception {
        S3ProxyMain child = new S3ProxyMain(arguments[0], arguments[1]);
        for (int i = 2; i < arguments.length; i++) {
            child.store.createContainer(arguments[i]);
        }
        child.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
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
