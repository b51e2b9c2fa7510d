package dev.tasuki.app.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands, options and their values, and the ids that the server knows. */
@Command(
        name = "completion",
        description = {"Print a completion script for bash and zsh.", "Use it with: source <(./tasuki completion)"},
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    /** Asks the server for ids where one is due, for two seconds at most; everything else is the generated script's. */
    private static final String IDS = """

            function _complete_tasuki_ids() {
              local word=${COMP_WORDS[COMP_CWORD]} kind=
              case "${COMP_WORDS[COMP_CWORD-1]}" in
                --dataset) kind=datasets ;;
                predict | compare) kind=models ;;
                show | delete | download | export | cancel | finish | retry | wait)
                  case "${COMP_WORDS[COMP_CWORD-2]}" in
                    datasets | models | tasks) kind=${COMP_WORDS[COMP_CWORD-2]} ;;
                  esac ;;
              esac
              if [ -n "$kind" ] && [[ $word != -* ]]; then
                COMPREPLY=($(compgen -W "$(timeout 2 "${COMP_WORDS[0]}" ids "$kind" 2>/dev/null)" -- "$word"))
                [ ${#COMPREPLY[@]} -eq 0 ] || return 0
              fi
              _complete_tasuki "$@"
            }
            complete -F _complete_tasuki_ids -o default tasuki tasuki.sh tasuki.bash
            """;

    @Spec
    private @Nullable CommandSpec spec;

    private final CommandContext context;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        context.out().print(AutoComplete.bash("tasuki", root.commandLine()) + IDS);
        return Exit.OK;
    }
}
