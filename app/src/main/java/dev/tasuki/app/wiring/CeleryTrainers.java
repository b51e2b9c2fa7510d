package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.Opening;
import dev.tasuki.app.adapter.TrainerMeans;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.core.trainer.Trainers;
import dev.tasuki.core.use.Tasks;
import java.util.List;

/** Tasks of a Celery fleet that trainings may be given to. */
final class CeleryTrainers {
    private CeleryTrainers() {}

    /** Those that the settings allow. They are known to each process, and reached by those alone that train. */
    static Trainers of(Settings.Celery celery, Tasks tasks, Opening opening) {
        if (celery.broker().isEmpty() || celery.trainers().isEmpty()) {
            return Trainers.NONE;
        }
        AdapterUrl url = celery.broker().get();
        TrainerMeans means = new TrainerMeans(CeleryCalls.fleet(celery), celery.trainers(), celery.routes(), tasks);
        return new Trainers(List.of(Adapters.CELERY.of(url).trainer(url, means, opening)));
    }
}
