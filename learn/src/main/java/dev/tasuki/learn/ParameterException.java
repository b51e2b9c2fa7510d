package dev.tasuki.learn;

/**
 * A parameter of a forest or of a split has a value that is not allowed. The message is fit for a
 * client to see.
 */
public final class ParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameterName;
    private final String valueSeen;
    private final String allowed;

    /**
     * A refusal of one value.
     *
     * @param parameterName scikit-learn's name, such as {@code n_estimators}
     * @param valueSeen the value as it came
     * @param allowed what would be allowed, to follow the words "allowed is"
     */
    public ParameterException(String parameterName, String valueSeen, String allowed) {
        super(parameterName + " is " + shortened(valueSeen) + "; allowed is " + allowed);
        this.parameterName = parameterName;
        this.valueSeen = shortened(valueSeen);
        this.allowed = allowed;
    }

    /** scikit-learn's name of the parameter. */
    public String parameterName() {
        return parameterName;
    }

    /** The value as it came, shortened to a printable length. */
    public String valueSeen() {
        return valueSeen;
    }

    /** What would be allowed. */
    public String allowed() {
        return allowed;
    }

    private static String shortened(String value) {
        if (value.length() <= 60) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(56)) ? 56 : 57;
        return value.substring(0, end) + "...";
    }
}
