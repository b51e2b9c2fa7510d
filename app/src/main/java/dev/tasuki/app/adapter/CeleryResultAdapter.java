package dev.tasuki.app.adapter;

import dev.tasuki.adapters.celery.RedisPlace;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Redis in which programs of a Celery fleet look for results. */
public final class CeleryResultAdapter implements Adapter<RedisPlace> {
    @Override
    public List<Scheme> schemes() {
        return RedisServers.SCHEMES;
    }

    /** It keeps nothing of ours: what is owed to a client is in its row until it is told. */
    @Override
    public List<Promise> promises() {
        return List.of();
    }

    @Override
    public Set<String> shownParameters() {
        return CeleryAdapter.REDIS_PARAMETERS;
    }

    @Override
    public void check(AdapterUrl url, Map<String, String> variables) {
        RedisPlace.parse(url.text());
    }

    /** Opens nothing: it is a part of what takes calls. */
    @Override
    public RedisPlace open(AdapterUrl url, Opening with) {
        return RedisPlace.parse(url.text());
    }
}
