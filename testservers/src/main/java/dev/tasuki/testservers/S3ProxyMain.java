package dev.tasuki.testservers;

import java.net.URI;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * The child's side of {@link S3Server}: an S3 server that keeps its objects in memory, prints its
 * port in one line once it answers, and ends at the end of its standard input. A parent that dies,
 * however it dies, closes that input: no server outlives its test.
 */
final class S3ProxyMain {
    private S3ProxyMain() {}

    /** Arguments: access key, secret key, then the buckets to begin with. */
    public static void main(String[] arguments) throws Exception {
        TransientNio2BlobStore store = new TransientNio2BlobStore();
        for (int i = 2; i < arguments.length; i++) {
            store.createContainer(arguments[i]);
        }
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, arguments[0], arguments[1])
                .build();
        AccessGrant grant = new AccessGrant(arguments[1], store);
        server.setBlobStoreLocator((identity, container, blob) -> grant);
        server.start();
        System.out.println(server.getPort());
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
