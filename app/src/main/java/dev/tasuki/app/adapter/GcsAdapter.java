package dev.tasuki.app.adapter;

import dev.tasuki.adapters.gcs.CredentialSources;
import dev.tasuki.adapters.gcs.GcsExamination;
import dev.tasuki.adapters.gcs.GcsSettings;
import dev.tasuki.adapters.gcs.GcsStore;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.task.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects in a bucket of Google Cloud Storage, with Google's own credentials. */
final class GcsAdapter implements StoreAdapter {
    private static final String SUBJECT = "credentials";

    @Override
    public List<Scheme> schemes() {
        return List.of(Scheme.server("gs", "gs://BUCKET/PREFIX"));
    }

    @Override
    public List<Promise> promises() {
        return List.of(new Promise(
                "Google Cloud Storage",
                List.of("gs"),
                true,
                new Promise.Losses(Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS, Loss.AS_ITS_OPERATOR_SAYS),
                new Promise.Proof("GcsStore", "")));
    }

    @Override
    public Set<String> shownParameters() {
        return Set.of("endpoint", "anonymous", "project");
    }

    @Override
    public Set<String> variables() {
        return CredentialSources.VARIABLES;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        GcsSettings.parse(url.text());
    }

    @Override
    public ObjectStore open(AdapterUrl url, Opening with) {
        return with.closer()
                .register(GcsStore.connect(
                        GcsSettings.parse(url.text()), CredentialSources.of(with.variables()), with.clock()));
    }

    @Override
    public List<Finding> examine(AdapterUrl url, Map<String, String> variables) {
        try {
            return List.of(Finding.ok(
                    SUBJECT,
                    GcsExamination.credentials(
                            GcsSettings.parse(url.text()), CredentialSources.of(variables), InstantSource.system())));
        } catch (Refusal none) {
            return List.of(Finding.fail(SUBJECT, none.detail(), "see docs/gcs.md"));
        }
    }
}
