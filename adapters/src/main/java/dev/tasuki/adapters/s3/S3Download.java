package dev.tasuki.adapters.s3;

import dev.tasuki.core.base.ResumingStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Where an object's bytes come from. The rest behind a broken connection is fetched by range, of the same version of
 * the object or not at all (If-Match). Not safe for several threads.
 */
final class S3Download implements ResumingStream.Source {
    private final S3Client client;
    private final String bucket;
    private final String path;
    private final S3Failures failures;
    private final ResponseInputStream<GetObjectResponse> first;

    /** Opens the object; throws what the SDK throws. */
    S3Download(S3Client client, String bucket, String path, S3Failures failures) {
        this.client = client;
        this.bucket = bucket;
        this.path = path;
        this.failures = failures;
        this.first = client.getObject(r -> r.bucket(bucket).key(path));
    }

    GetObjectResponse response() {
        return first.response();
    }

    /** The bytes; to be read once. */
    InputStream content() {
        return new ResumingStream(path, response().contentLength(), first, this);
    }

    @Override
    public InputStream from(long position) throws IOException {
        try {
            return client.getObject(
                    r -> r.bucket(bucket).key(path).ifMatch(response().eTag()).range("bytes=" + position + "-"));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public IOException failed(RuntimeException thrown) {
        if (!(thrown instanceof SdkException e)) {
            throw thrown;
        }
        boolean other = e instanceof S3Exception answer && (answer.statusCode() == 412 || answer.statusCode() == 404);
        return other
                ? new IOException(path + " was replaced or removed while it was read", e)
                : new IOException(failures.translate(e, path).detail(), e);
    }

    @Override
    public void abort(InputStream part) {
        ((Abortable) part).abort();
    }
}
