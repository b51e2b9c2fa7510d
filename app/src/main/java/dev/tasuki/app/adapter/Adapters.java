package dev.tasuki.app.adapter;

import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every adapter on board. A new one is a file of this package and an entry of these lists. */
public final class Adapters {
    /** What {@code --broker} chooses from. */
    public static final AdapterList<BrokerAdapter> BROKERS = AdapterList.of(
            new SqlBrokerAdapter(), new RabbitBrokerAdapter(), new RedisBrokerAdapter(), new SqsBrokerAdapter());
    /** What {@code --results} chooses from. */
    public static final AdapterList<ResultAdapter> RESULTS =
            AdapterList.of(new SqlResultAdapter(), new RedisResultAdapter());
    /** What {@code --store} chooses from. */
    public static final AdapterList<StoreAdapter> STORES =
            AdapterList.of(new DirectoryAdapter(), new S3Adapter(), new GcsAdapter());

    /** What {@code --celery} chooses from. */
    public static final AdapterList<CeleryAdapter> CELERY = AdapterList.of(new CeleryAdapter());
    /** What {@code --celery-results} chooses from, beside {@code rpc}. */
    public static final AdapterList<CeleryResultAdapter> CELERY_RESULTS = AdapterList.of(new CeleryResultAdapter());

    private Adapters() {}

    /** Environment variables of foreign programs that adapters read; none has a secret. */
    public static Set<String> variables() {
        return collect(Adapter::variables);
    }

    /** URL parameters, in lower case, whose values may be shown. */
    static Set<String> shownParameters() {
        return collect(Adapter::shownParameters);
    }

    /** The schemes of URLs that name a file or directory. */
    static Set<String> localSchemes() {
        return Stream.of(BROKERS, RESULTS, STORES)
                .flatMap(AdapterList::schemes)
                .filter(Scheme::local)
                .map(Scheme::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> collect(Function<Adapter<?>, Set<String>> words) {
        return Stream.of(BROKERS, RESULTS, STORES, CELERY, CELERY_RESULTS)
                .flatMap(list -> list.adapters().stream())
                .map(words)
                .flatMap(Collection::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
