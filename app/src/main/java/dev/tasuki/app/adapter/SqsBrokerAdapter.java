package dev.tasuki.app.adapter;

import dev.tasuki.adapters.sqs.SqsBroker;
import dev.tasuki.adapters.sqs.SqsExamination;
import dev.tasuki.adapters.sqs.SqsSettings;
import dev.tasuki.core.port.BrokerCapabilities;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queues of Amazon SQS. */
final class SqsBrokerAdapter implements BrokerAdapter {
    @Override
    public List<Scheme> schemes() {
        return List.of(Scheme.server("sqs", "sqs://PREFIX?region=REGION"));
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "Amazon SQS, tried with ElasticMQ and not with AWS",
                List.of("sqs"),
                true,
                new Promise.Losses(Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS),
                new Promise.Proof("Sqs", "SQS")));
    }

    @Override
    public BrokerCapabilities capabilities() {
        return SqsBroker.CAPABILITIES;
    }

    @Override
    public Set<String> shownParameters() {
        return Set.of(
                "region",
                "endpoint",
                "create",
                "strict_queues",
                "fifo",
                "visibility",
                "poll",
                "max_receive",
                "kms",
                "max_in_flight",
                "predict_prefetch",
                "reply_idle");
    }

    @Override
    public Set<String> variables() {
        return Set.of("AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION");
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        SqsSettings.parse(url.text(), variables);
    }

    /** A service that is away may come; a queue that must be there and is not is refused now. */
    @Override
    public Opened open(AdapterUrl url, Opening with) {
        SqsSettings settings = SqsSettings.parse(url.text(), with.variables());
        // The store is opened first, so that it is closed last: what the broker settles at its end may have an object.
        SqsBroker broker = new SqsBroker(settings, with.objects().get(), with.clock());
        with.closer().register(broker);
        broker.checkQueues();
        return new Opened(broker, broker.deadLetters(), Optional.empty(), broker::readings);
    }

    @Override
    public boolean needsSharedStore() {
        return true;
    }

    @Override
    public List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        return SqsExamination.of(SqsSettings.parse(url.text(), variables), InstantSource.system()).stream()
                .map(SqsBrokerAdapter::finding)
                .toList();
    }

    private static Finding finding(SqsExamination.Finding seen) {
        Finding.State state = switch (seen.state()) {
            case OK -> Finding.State.OK;
            case WARN -> Finding.State.WARN;
            case FAIL -> Finding.State.FAIL;
        };
        return new Finding(state, seen.subject(), seen.detail(), seen.remedy());
    }
}
