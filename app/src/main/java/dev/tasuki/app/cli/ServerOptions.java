package dev.tasuki.app.cli;

import dev.tasuki.app.client.ServerClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that asks a server. */
final class ServerOptions {
    @Option(names = "--url", paramLabel = "URL", description = "The server (http://127.0.0.1:5000)")
    private @Nullable String url;

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    boolean json() {
        return json;
    }

    /** Opens a client of the server that flag, environment, file or default name. */
    ServerClient client(CommandContext context) {
        if (command == null) {
            throw new IllegalStateException("the command line was not parsed");
        }
        URI server = SettingOptions.reader(command, context).read().url();
        return new ServerClient(server);
    }
}
