package dev.tasuki.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Requests and replies over SQS by nothing but the SDK: callers send, a reader takes up to ten and answers them in a batch,
 * another takes the replies, and what was taken is deleted in batches.
 */
final class BareSqs implements AutoCloseable {
    private static final int AT_ONCE = 10;
    private static final int POLL_SECONDS = 1;

    private final SqsClient client;
    private final String requests;
    private final String replies;
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    BareSqs(URI endpoint, String region, int readers) {
        client = SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(200))
                .build();
        String run = UUID.randomUUID().toString();
        requests = queue("bare-requests-" + run);
        replies = queue("bare-replies-" + run);
        for (int i = 0; i < readers; i++) {
            thread(this::answer);
        }
        thread(this::takeReplies);
    }

    private String queue(String name) {
        return client.createQueue(request -> request.queueName(name)).queueUrl();
    }

    /** Sends one request and waits for its reply. */
    void request(String id, String body) throws Exception {
        CompletableFuture<String> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        client.sendMessage(request -> request.queueUrl(requests).messageBody(id + " " + body));
        reply.get(30, TimeUnit.SECONDS);
    }

    private void answer() {
        List<Message> taken = take(requests);
        if (taken.isEmpty()) {
            return;
        }
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : taken) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.body())
                    .build());
        }
        client.sendMessageBatch(request -> request.queueUrl(replies).entries(entries));
        delete(requests, taken);
    }

    private void takeReplies() {
        List<Message> taken = take(replies);
        for (Message message : taken) {
            String id = message.body().substring(0, message.body().indexOf(' '));
            CompletableFuture<String> reply = waiting.remove(id);
            if (reply != null) {
                reply.complete(message.body());
            }
        }
        if (!taken.isEmpty()) {
            delete(replies, taken);
        }
    }

    private List<Message> take(String queue) {
        return client.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(AT_ONCE).waitTimeSeconds(POLL_SECONDS))
                .messages();
    }

    private void delete(String queue, List<Message> taken) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : taken) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        client.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries));
    }

    private void thread(Runnable turn) {
        threads.add(Thread.ofVirtual().start(() -> {
            while (!closed) {
                try {
                    turn.run();
                } catch (SdkException e) {
                    if (!closed) {
                        throw e;
                    }
                }
            }
        }));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(POLL_SECONDS * 5));
        }
        client.close();
    }
}
