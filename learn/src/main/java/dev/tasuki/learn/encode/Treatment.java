package dev.tasuki.learn.encode;

/**
 * What is wanted for a column.
 *
 * @param missing what stands for missing values
 * @param indicator whether a number of its own says where they are
 * @param categories what text becomes
 * @param dates what dates become
 * @param scale whether numbers are brought to mean 0 and variance 1
 */
public record Treatment(Missing missing, Flag indicator, Categories categories, Dates dates, Flag scale) {
    /** Everything as it suits the learner. */
    public static final Treatment AUTO = new Treatment(Missing.AUTO, Flag.AUTO, Categories.AUTO, Dates.AUTO, Flag.AUTO);

    /** What stands for missing values. */
    public enum Missing {
        /** They stay missing for a learner that takes them; else the median. */
        AUTO,
        /** The middle value. */
        MEDIAN,
        /** The mean. */
        MEAN,
        /** The value that occurs most often; the smallest of several. */
        MOST_FREQUENT,
        /** 0. */
        CONSTANT,
        /** Nothing: they stay missing. */
        NATIVE,
        /** They are refused. */
        ERROR
    }

    /** What text becomes. */
    public enum Categories {
        /** Categories for a learner that takes them; else codes in their order. Text with too many is left out. */
        AUTO,
        /** Codes in their order. */
        ORDINAL,
        /** A column for each category. */
        ONE_HOT,
        /** Categories, for a learner that takes them. */
        NATIVE,
        /** It is refused. */
        ERROR
    }

    /** What dates become. */
    public enum Dates {
        /** Their parts. */
        AUTO,
        /** Their parts. */
        PARTS,
        /** They are refused. */
        ERROR
    }

    /** Whether something is wanted. */
    public enum Flag {
        /** As it suits. */
        AUTO,
        YES,
        NO
    }

    /** This where it says something, else the other. */
    public Treatment orElse(Treatment other) {
        return new Treatment(
                missing == Missing.AUTO ? other.missing : missing,
                indicator == Flag.AUTO ? other.indicator : indicator,
                categories == Categories.AUTO ? other.categories : categories,
                dates == Dates.AUTO ? other.dates : dates,
                scale == Flag.AUTO ? other.scale : scale);
    }

    /** Whether categories are wanted. */
    public boolean asks() {
        return categories != Categories.AUTO && categories != Categories.ERROR;
    }
}
