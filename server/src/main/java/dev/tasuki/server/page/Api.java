package dev.tasuki.server.page;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.servers.Server;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the OpenAPI document says of the whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tasuki",
                        version = "development",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0"),
                        description = "Trains and asks machine-learning models, asynchronously.\n\n"
                                + "Store a dataset, `POST /train`, watch `GET /tasks/{id}?wait=20`, `POST /predict`."
                                + " The examples work as they stand: the sample dataset"
                                + " `diabetes` has a model `diabetes-demo` from the first start of `tasuki serve`.\n\n"
                                + "A request that does not fit gets 422 in FastAPI's shape; every other refusal is an"
                                + " RFC 9457 problem whose `code` never changes."),
        servers = @Server(url = "/", description = "This server"),
        tags = {
            @Tag(name = "Learn and predict", description = "The two published routes"),
            @Tag(name = "Tasks", description = "Trainings: waiting, running, ended"),
            @Tag(name = "Models", description = "What trainings made"),
            @Tag(name = "Datasets", description = "CSV files to learn from"),
            @Tag(name = "Queues", description = "How queues were, and who works on them"),
            @Tag(name = "Operation", description = "For load balancers and Prometheus")
        })
final class Api {
    private Api() {}
}
