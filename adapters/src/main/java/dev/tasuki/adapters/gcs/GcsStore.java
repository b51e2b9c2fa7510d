package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.adapters.gcs.GcsObjects.Described;
import dev.tasuki.core.port.ObjectKeys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The object store in a bucket of Google Cloud Storage. The network and the credentials are first
 * touched by the first call; a call that fails in a way that may pass is repeated, three tries with
 * growing random pauses, before it becomes a refusal. Safe for any number of threads. Example:
 * {@code GcsStore.connect(GcsSettings.parse("gs://models/tasuki"), CredentialSources.of(variables), clock)}.
 */
public final class GcsStore implements ObjectStore {
    private final GcsClient client;
    private final GcsSettings settings;
    private final GcsUrls urls;
    private final GcsFailures failures;
    private volatile boolean bucketSeen;

    private GcsStore(GcsSettings settings, GcsClient client) {
        this.settings = settings;
        this.client = client;
        this.urls = new GcsUrls(settings);
        this.failures = client.failures();
    }

    /** The store in this bucket; {@code clock} tells when tokens lapse. */
    public static GcsStore connect(GcsSettings settings, CredentialSources sources, InstantSource clock) {
        return connect(settings, new GcsClient.Parts(sources, clock, GcsTimeouts.DEFAULT, Retries.standard()));
    }

    static GcsStore connect(GcsSettings settings, GcsClient.Parts parts) {
        return new GcsStore(settings, new GcsClient(settings, parts));
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        return new GcsUpload(client, urls, key, path(key)).run(content).object();
    }

    @Override
    public ObjectReader open(String key) {
        String path = path(key);
        // Objects that another program stored as gzip are read as they are stored.
        GcsRequest request = GcsRequest.get(urls.content(path)).with("Accept-Encoding", "gzip");
        return client.open(request, (response, tries) -> reader(key, path, response, tries));
    }

    private ObjectReader reader(String key, String path, HttpResponse<InputStream> response, int tries)
            throws IOException {
        if (response.statusCode() != 200) {
            GcsReply reply = client.reply(response, Limits.GOOGLE_ANSWER, tries);
            absentIfBucket(reply);
            throw failures.translate(reply, key);
        }
        Optional<Described> object = GcsObjects.of(key, response.headers());
        if (object.isEmpty()) {
            response.body().close();
            throw failures.strange("it sends an object without its size, generation, hash or time");
        }
        bucketSeen = true;
        return new ObjectReader(
                object.get().object(), new GcsDownload(client, urls, path, object.get()).content(response.body()));
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        GcsReply reply = client.ask(GcsRequest.get(urls.description(path(key))), Limits.GOOGLE_ANSWER);
        if (reply.status() == 404) {
            absentIfBucket(reply);
            return Optional.empty();
        }
        if (!reply.done()) {
            throw failures.translate(reply, key);
        }
        bucketSeen = true;
        return Optional.of(described(key, reply.body()));
    }

    @Override
    public List<StoredObject> list(String prefix) {
        List<StoredObject> found = new ArrayList<>();
        String start = settings.prefix() + prefix;
        String token = "";
        do {
            GcsReply page = client.ask(GcsRequest.get(urls.page(start, token)), Limits.GOOGLE_PAGE);
            if (!page.done()) {
                throw page.status() == 404 ? failures.noBucket() : failures.translate(page, prefix);
            }
            page.body().path("items").forEach(item -> add(item, prefix, found));
            String next = page.body().path("nextPageToken").asText();
            if (!next.isEmpty() && next.equals(token)) {
                throw failures.strange("a list leads back to the same page");
            }
            token = next;
        } while (!token.isEmpty());
        found.sort(Comparator.comparing(StoredObject::key));
        return found;
    }

    /** Leaves out what other programs keep there, such as a folder's mark. */
    private void add(JsonNode item, String prefix, List<StoredObject> found) {
        String name = item.path("name").asText();
        if (!name.startsWith(settings.prefix())) {
            return;
        }
        String key = name.substring(settings.prefix().length());
        if (key.startsWith(prefix) && ObjectKeys.valid(key)) {
            found.add(described(key, item));
        }
    }

    @Override
    public boolean delete(String key) {
        GcsReply reply = client.ask(GcsRequest.of("DELETE", urls.removal(path(key))), Limits.GOOGLE_ANSWER);
        if (reply.status() == 404) {
            absentIfBucket(reply);
            // The try before it may have removed the object, with only its answer lost.
            return reply.tries() > 1;
        }
        if (reply.status() != 204 && !reply.done()) {
            throw failures.translate(reply, key);
        }
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Which credentials are used, where they are from, and until when their token holds. */
    String standing() {
        return client.standing()
                .map(token -> token.owner().text() + "; its token holds until " + token.end())
                .orElse("none: anonymous=true");
    }

    /** A 404 that does not say what is missing: a list tells a missing bucket from a missing object. */
    private void absentIfBucket(GcsReply reply) {
        if (reply.status() != 404 || bucketSeen || GcsFailures.noSuchObject(reply)) {
            return;
        }
        GcsReply glance = GcsFailures.noSuchBucket(reply)
                ? reply
                : client.ask(GcsRequest.get(urls.glance()), Limits.GOOGLE_ANSWER);
        if (glance.status() == 404) {
            throw failures.noBucket();
        }
        if (!glance.done()) {
            throw failures.translate(glance, "");
        }
        bucketSeen = true;
    }

    private String path(String key) {
        return settings.prefix() + ObjectKeys.check(key);
    }

    private StoredObject described(String key, JsonNode node) {
        return GcsObjects.of(key, node)
                .map(Described::object)
                .orElseThrow(() -> failures.strange("it describes an object without its size, hash or time"));
    }
}
