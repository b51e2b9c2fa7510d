package dev.tasuki.learn.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that guards a model file. */
public final class Sha256 {
    public static final int BYTES = 32;

    private Sha256() {}

    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The hash of what the digest has seen, which goes on. */
    public static byte[] soFar(MessageDigest digest) {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", impossible);
        }
    }
}
