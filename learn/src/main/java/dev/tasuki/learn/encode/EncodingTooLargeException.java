package dev.tasuki.learn.encode;

/** An encoder would be larger than allowed. The message is fit for a client to see. */
public final class EncodingTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EncodingTooLargeException(String message) {
        super(message);
    }
}
