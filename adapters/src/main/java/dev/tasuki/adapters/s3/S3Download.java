package dev.tasuki.adapters.s3;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object's bytes. When the connection breaks in the middle, the rest is fetched by range, of the
 * same version of the object or not at all (If-Match), so that a long read survives what the SDK's
 * repetitions cannot: they end when the answer begins. Not safe for several threads.
 */
final class S3Download extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(S3Download.class);
    private static final int MAX_BREAKS_IN_A_ROW = 3;

    private final S3Client client;
    private final String bucket;
    private final String path;
    private final S3Failures failures;
    private final long size;
    private final String etag;
    private ResponseInputStream<GetObjectResponse> part;
    private long position;
    private int breaks;

    /** Opens the object; throws what the SDK throws. */
    S3Download(S3Client client, String bucket, String path, S3Failures failures) {
        this.client = client;
        this.bucket = bucket;
        this.path = path;
        this.failures = failures;
        this.part = client.getObject(r -> r.bucket(bucket).key(path));
        this.size = part.response().contentLength();
        this.etag = part.response().eTag();
    }

    GetObjectResponse response() {
        return part.response();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int got = part.read(into, offset, length);
                if (got < 0 && position < size) {
                    throw new IOException("the connection ended early");
                }
                position += Math.max(got, 0);
                breaks = got > 0 ? 0 : breaks;
                return got;
            } catch (IOException e) {
                resume(e);
            } catch (SdkException e) {
                throw failed(e);
            }
        }
    }

    private void resume(IOException broken) throws IOException {
        breaks++;
        part.abort();
        if (breaks > MAX_BREAKS_IN_A_ROW || position == size) {
            throw new IOException("reading %s failed at byte %,d of %,d".formatted(path, position, size), broken);
        }
        LOG.info("reading {} broke at byte {} of {}; going on from there", path, position, size);
        try {
            part = client.getObject(
                    r -> r.bucket(bucket).key(path).ifMatch(etag).range("bytes=" + position + "-"));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private IOException failed(SdkException e) {
        boolean other = e instanceof S3Exception answer && (answer.statusCode() == 412 || answer.statusCode() == 404);
        return other
                ? new IOException(path + " was replaced or removed while it was read", e)
                : new IOException(failures.translate(e, path).detail(), e);
    }

    /** Gives the connection up if bytes are left; reading them only to drop them would cost more. */
    @Override
    public void close() throws IOException {
        if (position < size) {
            part.abort();
        } else {
            part.close();
        }
    }
}
