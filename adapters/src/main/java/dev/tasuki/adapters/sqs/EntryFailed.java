package dev.tasuki.adapters.sqs;

import dev.tasuki.core.task.Shown;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** What SQS said to one entry of a batch whose others it may have taken. */
final class EntryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;
    private static final Set<String> LOST = Set.of("ReceiptHandleIsInvalid", "MessageNotInflight");

    private final String code;
    private final boolean senderFault;
    private final boolean lost;

    EntryFailed(String code, String message, boolean senderFault) {
        super(Shown.of(code + ": " + message, LONGEST), null, false, false);
        this.code = Shown.of(code, LONGEST);
        this.senderFault = senderFault;
        // AWS says by words alone that a message came again meanwhile.
        this.lost = LOST.stream().anyMatch(code::contains) || message.contains("not available for visibility");
    }

    static EntryFailed of(BatchResultErrorEntry entry) {
        return new EntryFailed(
                String.valueOf(entry.code()),
                String.valueOf(entry.message()),
                Boolean.TRUE.equals(entry.senderFault()));
    }

    String code() {
        return code;
    }

    /** True if the same entry would fail again. */
    boolean senderFault() {
        return senderFault;
    }

    /** True if the delivery is not ours any more. */
    boolean lost() {
        return lost;
    }
}
