package dev.tasuki.app.cli;

import dev.tasuki.core.request.TrainingParameters;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskState;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Values that a shell offers when the tab key is pressed. */
final class Choices {
    private Choices() {}

    /** Of {@code --algorithm}. */
    static final class Algorithms implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            dev.tasuki.core.request.Algorithms.names().stream(),
                            Stream.of(dev.tasuki.core.request.Algorithms.AUTO))
                    .iterator();
        }
    }

    /** Of {@code -p}: the names, each with its equals sign. */
    static final class Parameters implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return TrainingParameters.names().stream()
                    .sorted()
                    .map(name -> name + "=")
                    .iterator();
        }
    }

    /** Of {@code --state} of a list. */
    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TaskState.values()).map(TaskState::name).iterator();
        }
    }

    /** Of {@code --state} of a retry. */
    static final class EndedStates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(TaskState.TASK_ERROR.name(), TaskState.TASK_CANCELLED.name())
                    .iterator();
        }
    }

    /** Of {@code --code}. */
    static final class Codes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RefusalCode.values()).map(RefusalCode::text).iterator();
        }
    }

    /** Of {@code --set}: the fields of a request, each with its equals sign. */
    static final class RequestFields implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(
                            "algorithm=",
                            "cv=",
                            "dataset_id=",
                            "features=",
                            "name=",
                            "on_timeout=",
                            "params=",
                            "permutation_importance=",
                            "priority=",
                            "run_at=",
                            "search=",
                            "split_random_state=",
                            "stratify=",
                            "tags=",
                            "target=",
                            "test_size=",
                            "timeout_s=")
                    .iterator();
        }
    }

    /** Of {@code --separator}; what a shell would have to quote is left out. */
    static final class Separators implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("comma", "semicolon", "tab", "bar").iterator();
        }
    }

    /** Of {@code --encoding}. */
    static final class Encodings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("utf-8", "utf-16", "latin-1", "windows-1252", "shift_jis", "cp932")
                    .iterator();
        }
    }

    /** Of {@code --format}. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("onnx").iterator();
        }
    }

    /** Of {@code --on-timeout}. */
    static final class AtTimeout implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("fail", "keep").iterator();
        }
    }

    /** Of {@code --priority}. */
    static final class Priorities implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return "0123456789".chars().mapToObj(Character::toString).iterator();
        }
    }
}
