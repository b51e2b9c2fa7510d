package dev.tasuki.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnWordsTest {
    @Test
    void oneIsSingular() {
        assertThat(ColumnWords.Categories.ORDINAL.of(1, "")).isEqualTo("1 category as a code");
        assertThat(ColumnWords.Categories.NATIVE.of(1, "")).isEqualTo("1 category, which the learner takes as it is");
        assertThat(ColumnWords.Categories.ONE_HOT.of(1, "about "))
                .isEqualTo("about 1 category, with a column that says where it is");
        assertThat(ColumnWords.gaps(1, 400)).isEqualTo("; 1 of 400 rows has no value");
    }

    @Test
    void moreArePlural() {
        assertThat(ColumnWords.Categories.ORDINAL.of(1_234, "about "))
                .isEqualTo("about 1,234 categories as codes in their order");
        assertThat(ColumnWords.Categories.ONE_HOT.of(2, ""))
                .isEqualTo("2 categories, each with a column that says where it is");
        assertThat(ColumnWords.gaps(2, 400)).isEqualTo("; 2 of 400 rows have no value");
        assertThat(ColumnWords.gaps(0, 400)).isEmpty();
    }
}
