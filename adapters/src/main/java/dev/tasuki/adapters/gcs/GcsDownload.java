package dev.tasuki.adapters.gcs;

import dev.tasuki.adapters.gcs.GcsObjects.Described;
import dev.tasuki.core.base.ResumingStream;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where an object's bytes come from. The rest behind a broken connection is fetched by range, of the same generation
 * of the object or not at all. What was read is compared with the object's CRC-32C at the end. Not safe for several
 * threads.
 */
final class GcsDownload implements ResumingStream.Source {
    private final GcsClient client;
    private final GcsUrls urls;
    private final String path;
    private final Described object;
    private final CRC32C sum = new CRC32C();
    private long count;

    GcsDownload(GcsClient client, GcsUrls urls, String path, Described object) {
        this.client = client;
        this.urls = urls;
        this.path = path;
        this.object = object;
    }

    /** The bytes. @param first those of the answer that the object was opened by */
    InputStream content(InputStream first) {
        return new ResumingStream(path, object.object().size(), first, this);
    }

    @Override
    public void read(byte[] bytes, int offset, int length) {
        sum.update(bytes, offset, length);
        count += length;
    }

    @Override
    public void end() throws IOException {
        boolean same = object.crc().isEmpty() || object.crc().equals(GcsObjects.crc(sum.getValue()));
        if (!same || count != object.object().size()) {
            throw new IOException("the bytes of " + path + " were damaged on their way (crc32c); read it again");
        }
    }

    @Override
    public InputStream from(long position) throws IOException {
        GcsRequest rest = GcsRequest.get(urls.content(path, object.generation()))
                .with("Accept-Encoding", "gzip")
                .with("Range", "bytes=" + position + "-");
        Optional<InputStream> found;
        try {
            found = client.open(rest, (response, tries) -> rest(response, position));
        } catch (Refusal e) {
            throw new IOException(e.detail(), e);
        }
        return found.orElseThrow(() -> new IOException(path + " was replaced or removed while it was read"));
    }

    /** Empty if this generation is gone. */
    private Optional<InputStream> rest(HttpResponse<InputStream> response, long position) throws IOException {
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

    @Override
    public void abort(InputStream part) throws IOException {
        part.close();
    }
}
