package dev.tasuki.app.adapter;

import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.core.port.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects in a bucket of S3 or a server that speaks its protocol. */
final class S3Adapter implements StoreAdapter {
    @Override
    public List<Scheme> schemes() {
        return List.of(Scheme.server("s3", "s3://BUCKET/PREFIX"));
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "S3, or a server that speaks its protocol",
                List.of("s3"),
                true,
                new Promise.Losses(Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS),
                new Promise.Proof("S3Store", "")));
    }

    @Override
    public Set<String> shownParameters() {
        return Set.of("endpoint", "region", "path_style", "part_size_mib");
    }

    @Override
    public Set<String> variables() {
        return Set.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION");
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        S3Settings.parse(url.text(), variables);
    }

    @Override
    public ObjectStore open(AdapterUrl url, Opening with) {
        return with.closer().register(S3Store.connect(S3Settings.parse(url.text(), with.variables())));
    }
}
