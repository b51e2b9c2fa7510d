package dev.tasuki.adapters.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * One upload of a stream of unknown length, with the memory of one part. What fits into a part goes
 * up in one request; anything longer as a multipart upload, which readers see only when it is
 * completed, and which is aborted if anything goes wrong, so that no part stays behind and is paid for.
 *
 * <p>Every request carries the MD5 of its bytes in Content-MD5, which every store checks; the SDK's
 * own newer checksums travel in trailers, which many stores refuse.
 */
final class S3Upload {
    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
    /** Whatever is smaller, a mark or a small model, does not cost the memory of a whole part. */
    private static final int SMALL = 64 * 1024;

    private static final int MAX_PARTS = 10_000;
    private static final String TYPE = "application/octet-stream";
    /** Marks an object with the upload that made it. */
    private static final String MARK = "tasuki-upload";

    private final S3Client client;
    private final String bucket;
    private final String path;
    private final int partBytes;
    private byte[] buffer = new byte[0];
    private final String mark = UUID.randomUUID().toString();

    S3Upload(S3Client client, String bucket, String path, int partBytes) {
        this.client = client;
        this.bucket = bucket;
        this.path = path;
        this.partBytes = partBytes;
    }

    /** Reads the stream to its end and stores it; returns the object's ETag. */
    String run(InputStream content) throws IOException {
        int first = Math.min(SMALL, partBytes);
        buffer = content.readNBytes(first);
        if (buffer.length < first) {
            return single(buffer.length);
        }
        buffer = Arrays.copyOf(buffer, partBytes);
        int length = first + content.readNBytes(buffer, first, partBytes - first);
        return length < partBytes ? single(length) : multipart(content);
    }

    private String single(int length) {
        return client.putObject(
                        r -> r.bucket(bucket)
                                .key(path)
                                .contentLength((long) length)
                                .contentMD5(md5(length))
                                .metadata(Map.of(MARK, mark)),
                        body(length))
                .eTag();
    }

    private String multipart(InputStream content) throws IOException {
        String id = client.createMultipartUpload(
                        r -> r.bucket(bucket).key(path).contentType(TYPE).metadata(Map.of(MARK, mark)))
                .uploadId();
        boolean done = false;
        try {
            String etag = complete(id, parts(id, content));
            done = true;
            return etag;
        } finally {
            if (!done) {
                abort(id);
            }
        }
    }

    /** Sends the part in the buffer, then the rest of the stream. */
    private List<CompletedPart> parts(String id, InputStream content) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        int length = buffer.length;
        while (length > 0) {
            if (parts.size() == MAX_PARTS) {
                throw new IOException("an object has at most %,d parts of %,d bytes; set part_size_mib higher"
                        .formatted(MAX_PARTS, buffer.length));
            }
            parts.add(part(id, parts.size() + 1, length));
            length = length < buffer.length ? 0 : content.readNBytes(buffer, 0, buffer.length);
        }
        return parts;
    }

    private CompletedPart part(String id, int number, int length) {
        String etag = client.uploadPart(
                        r -> r.bucket(bucket)
                                .key(path)
                                .uploadId(id)
                                .partNumber(number)
                                .contentLength((long) length)
                                .contentMD5(md5(length)),
                        body(length))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private String complete(String id, List<CompletedPart> parts) {
        try {
            return client.completeMultipartUpload(
                            r -> r.bucket(bucket).key(path).uploadId(id).multipartUpload(m -> m.parts(parts)))
                    .eTag();
        } catch (NoSuchUploadException e) {
            // A repeated request finds no upload when the first one was done and only its answer got
            // lost. The mark tells whether it was.
            HeadObjectResponse head = client.headObject(r -> r.bucket(bucket).key(path));
            if (mark.equals(head.metadata().get(MARK))) {
                return head.eTag();
            }
            throw e;
        }
    }

    private void abort(String id) {
        try {
            client.abortMultipartUpload(r -> r.bucket(bucket).key(path).uploadId(id));
        } catch (SdkException e) {
            LOG.warn(
                    "could not abort the upload {} of {}; the bucket's rule for incomplete uploads"
                            + " will remove its parts",
                    id,
                    path,
                    e);
        }
    }

    private RequestBody body(int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(buffer, 0, length), length, TYPE);
    }

    private String md5(int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(buffer, 0, length);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
