package dev.tasuki.adapters.gcs;

import dev.tasuki.adapters.gcs.GcsObjects.Described;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object's bytes. When the connection breaks in the middle, the rest is fetched by range, of the
 * same generation of the object or not at all. What was read is compared with the object's CRC-32C at
 * the end. Not safe for several threads.
 */
final class GcsDownload extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(GcsDownload.class);
    private static final int MAX_BREAKS_IN_A_ROW = 3;

    private final GcsClient client;
    private final GcsUrls urls;
    private final String path;
    private final Described object;
    private final long size;
    private final CRC32C sum = new CRC32C();
    private InputStream part;
    private long position;
    private int breaks;

    GcsDownload(GcsClient client, GcsUrls urls, String path, Described object, InputStream content) {
        this.client = client;
        this.urls = urls;
        this.path = path;
        this.object = object;
        this.size = object.object().size();
        this.part = content;
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
            int got;
            try {
                got = part.read(into, offset, length);
                if (got < 0 && position < size) {
                    throw new IOException("the connection ended early");
                }
            } catch (IOException e) {
                resume(e);
                continue;
            }
            if (got < 0) {
                check();
                return got;
            }
            sum.update(into, offset, got);
            position += got;
            breaks = 0;
            return got;
        }
    }

    private void check() throws IOException {
        boolean same = object.crc().isEmpty() || object.crc().equals(GcsObjects.crc(sum.getValue()));
        if (!same || position != size) {
            throw new IOException("the bytes of " + path + " were damaged on their way (crc32c); read it again");
        }
    }

    private void resume(IOException broken) throws IOException {
        breaks++;
        part.close();
        if (breaks > MAX_BREAKS_IN_A_ROW
                || position == size
                || Thread.currentThread().isInterrupted()) {
            throw new IOException("reading %s failed at byte %,d of %,d".formatted(path, position, size), broken);
        }
        LOG.info("reading {} broke at byte {} of {}; going on from there", path, position, size);
        GcsRequest rest = GcsRequest.get(urls.content(path, object.generation()))
                .with("Accept-Encoding", "gzip")
                .with("Range", "bytes=" + position + "-");
        Optional<InputStream> found;
        try {
            found = client.open(rest, (response, tries) -> rest(response));
        } catch (Refusal e) {
            throw new IOException(e.detail(), e);
        }
        part = found.orElseThrow(() -> new IOException(path + " was replaced or removed while it was read"));
    }

    /** Empty if this generation is gone. */
    private Optional<InputStream> rest(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        String range = response.headers().firstValue("content-range").orElse("");
        if (status == 206 && range.startsWith("bytes " + position + "-")) {
            return Optional.of(response.body());
        }
        if (status == 404 || status == 412) {
            response.body().close();
            return Optional.empty();
        }
        if (status < 300) {
            response.body().close();
            throw client.failures().strange("it does not give a part of an object");
        }
        throw client.failures().translate(client.reply(response, Limits.GOOGLE_ANSWER, 1), path);
    }

    /** Gives the connection up if bytes are left; reading them only to drop them would cost more. */
    @Override
    public void close() throws IOException {
        part.close();
    }
}
