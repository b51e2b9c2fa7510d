package dev.tasuki.core.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.selection.Choice;
import dev.tasuki.learn.selection.ParameterGrid;
import dev.tasuki.learn.selection.ParameterSampler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search may say, and which candidates it has. */
class SearchFieldTest {
    private static TrainRequest request(String fields) {
        return TrainRequest.parse(Rig.utf8(Rig.TRAIN.replace("}", "," + fields + "}")));
    }

    private static String forest(String search) {
        return "\"algorithm\":\"RandomForestRegressor\",\"search\":" + search;
    }

    static Stream<JsonNode> golden(String kind) throws IOException {
        try (InputStream golden = SearchFieldTest.class.getResourceAsStream("/golden/search.txt")) {
            return new String(golden.readAllBytes(), UTF_8)
                    .lines().map(Json::stored).toList().stream()
                            .filter(line -> line.path("kind").asText().equals(kind));
        }
    }

    static Stream<JsonNode> grids() throws IOException {
        return golden("grid");
    }

    static Stream<JsonNode> draws() throws IOException {
        return golden("draw");
    }

    @ParameterizedTest
    @MethodSource("grids")
    void aGridHasTheOrderOfParameterGrid(JsonNode expected) {
        Map<String, List<Object>> lists = new LinkedHashMap<>();
        expected.path("lists").properties().forEach(list -> {
            List<Object> values = new ArrayList<>();
            list.getValue().forEach(value -> values.add(Json.plain(value)));
            lists.put(list.getKey(), values);
        });
        ParameterGrid grid = new ParameterGrid(lists);

        assertThat(grid.size()).isEqualTo(expected.path("combinations").size());
        for (int i = 0; i < grid.size(); i++) {
            assertThat(Json.tree(grid.at(i)).toString())
                    .isEqualTo(expected.path("combinations").get(i).toString());
        }
        assertThatThrownBy(() -> grid.at(grid.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("draws")
    void combinationsAreDrawnAsByParameterSampler(JsonNode expected) {
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (int i = 0; i < expected.path("sizes").size(); i++) {
            choices.put(
                    "p" + i,
                    new Choice.OneOf(
                            IntStream.range(0, expected.path("sizes").get(i).asInt())
                                    .boxed()
                                    .toList()));
        }

        List<Map<String, Object>> drawn = ParameterSampler.draw(
                choices,
                expected.path("n_iter").asInt(),
                expected.path("random_state").asLong());

        assertThat(Json.tree(drawn.stream().map(Map::values).toList()).toString())
                .isEqualTo(expected.path("combinations").toString());
    }

    @Test
    void distributionsStayWithinTheirBoundsAndASeedRepeatsThem() {
        String search = "{\"random\":{\"min_impurity_decrease\":{\"uniform\":[0.5,0.75]},\"max_features\":"
                + "{\"loguniform\":[0.1,1]},\"max_depth\":{\"randint\":[2,5]},\"n_estimators\":[1,2]},\"n_iter\":200}";
        List<TrainingParameters> drawn = drawn(search);

        assertThat(drawn).hasSize(200).isEqualTo(drawn(search)).isNotEqualTo(drawn(with(search, "\"random_state\":7")));
        assertThat(drawn).allSatisfy(one -> {
            assertThat((double) one.given().get("min_impurity_decrease")).isBetween(0.5, 0.75);
            assertThat((double) one.given().get("max_features")).isBetween(0.1, 1.0);
        });
        assertThat(drawn.stream().map(one -> one.given().get("max_depth")).collect(Collectors.toSet()))
                .isEqualTo(Set.of(2L, 3L, 4L));
        long below = drawn.stream()
                .filter(one -> (double) one.given().get("max_features") < Math.sqrt(0.1))
                .count();
        assertThat(below).as("half of the logarithms are below the middle").isBetween(70L, 130L);
    }

    private static String with(String search, String member) {
        return search.substring(0, search.length() - 1) + "," + member + "}";
    }

    private static List<TrainingParameters> drawn(String search) {
        TrainRequest request = request(forest(search));
        return request.search().combinations(request.params());
    }

    @Test
    void aMessageBringsTheSearchAsItWas() {
        for (String fields : List.of(
                forest(
                        "{\"grid\":{\"max_depth\":[3,null],\"max_features\":[\"sqrt\",0.5]},\"cv\":3,\"scoring\":\"rmse\"}"),
                forest("{\"random\":{\"max_depth\":{\"randint\":[1,9]},\"max_samples\":{\"uniform\":[0.1,0.9]}},"
                        + "\"n_iter\":7,\"random_state\":1,\"max_seconds\":12.5}"),
                "\"algorithm\":\"auto\"",
                "\"algorithm\":\"auto\",\"search\":{\"max_seconds\":5,\"scoring\":\"accuracy\",\"cv\":4}",
                "\"search\":{\"grid\":{\"max_depth\":[1,2]}}")) {
            TrainRequest sent = request(fields);
            TrainRequest received = TrainRequest.parseMessage(sent.toMessage(new ModelId("m")));

            assertThat(received.search()).as(fields).isEqualTo(sent.search()).isNotNull();
            assertThat(received.algorithmName()).isEqualTo(sent.algorithmName());
            assertThat(received.canonical()).isEqualTo(sent.canonical());
        }
    }

    @Test
    void autoHasUsualBoundsAndScoringsDecideWhatIsPredicted() {
        TrainRequest auto = request("\"algorithm\":\"auto\"");

        assertThat(auto.findsBest()).isTrue();
        assertThat(auto.algorithmName()).isEqualTo("auto");
        assertThat(auto.search().maxSeconds()).isEqualTo(60);
        assertThat(auto.search().folds()).isEqualTo(5);
        assertThat(auto.asksForClasses() || auto.asksForNumbers()).isFalse();
        assertThat(request("\"algorithm\":\"auto\",\"search\":{\"scoring\":\"brier\"}")
                        .asksForClasses())
                .isTrue();
        assertThat(request("\"algorithm\":\"auto\",\"search\":{\"scoring\":\"mae\"}")
                        .asksForNumbers())
                .isTrue();
        assertThat(auto.search()
                        .candidates(
                                auto.params(),
                                Learners.named("DecisionTreeClassifier").orElseThrow()))
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7|search|object with grid, random",
                "{}|search|either grid",
                "{\"grid\":{\"max_depth\":[1]},\"random\":{\"max_depth\":[1]}}|search|either grid",
                "{\"grid\":{}}|search.grid|at least one parameter",
                "{\"grid\":[]}|search.grid|valid dictionary",
                "{\"grid\":{\"max_depth\":3}}|search.grid.max_depth|list of values",
                "{\"grid\":{\"max_depth\":[]}}|search.grid.max_depth|1 to 1000 items, not 0",
                "{\"grid\":{\"max_depth\":[3,0]}}|search.grid.max_depth.1|an integer of at least 1",
                "{\"grid\":{\"max_dept\":[3]}}|search.grid.max_dept|did you mean max_depth?",
                "{\"grid\":{\"learning_rate\":[3]}}|search.grid.learning_rate|HistGradientBoostingRegressor",
                "{\"gird\":{\"max_depth\":[3]}}|search.gird|did you mean grid?",
                "{\"max_depth\":[3]}|search.max_depth|did you mean grid.max_depth?",
                "{\"grid\":{\"max_depth\":[3]},\"n_iter\":3}|search.n_iter|belongs to random",
                "{\"random\":{\"max_depth\":[3]},\"n_iter\":0}|search.n_iter|greater than or equal to 1",
                "{\"random\":{\"max_depth\":{\"normal\":[1,2]}}}|search.random.max_depth|loguniform",
                "{\"random\":{\"max_depth\":{\"uniform\":[2,1]}}}|search.random.max_depth|loguniform",
                "{\"random\":{\"max_depth\":{\"randint\":[1.5,3]}}}|search.random.max_depth|loguniform",
                "{\"random\":{\"max_features\":{\"loguniform\":[0,1]}}}|search.random.max_features|loguniform",
                "{\"random\":{\"max_depth\":{\"randint\":[-3,-1]}}}|search.random.max_depth|an integer of at least 1",
                "{\"grid\":{\"max_depth\":[3]},\"cv\":1}|search.cv|greater than or equal to 2",
                "{\"grid\":{\"max_depth\":[3]},\"scoring\":\"rsme\"}|search.scoring|did you mean rmse?",
                "{\"grid\":{\"max_depth\":[3]},\"scoring\":\"accuracy\"}|search.scoring|rmse",
                "{\"grid\":{\"max_depth\":[3]},\"max_seconds\":0}|search.max_seconds|above 0",
                "{\"grid\":{\"bootstrap\":[false],\"oob_score\":[true]}}|search.grid.oob_score|oob_score",
            })
    void whatIsWrongIsToldWhereItStands(String search, String where, String what) {
        refused(forest(search), where, what);
    }

    private static void refused(String fields, String where, String what) {
        assertThatThrownBy(() -> request(fields)).isInstanceOfSatisfying(InvalidRequest.class, refusal -> {
            List<String> places = refusal.fields().stream()
                    .map(problem ->
                            problem.loc().stream().skip(1).map(String::valueOf).collect(Collectors.joining(".")))
                    .toList();
            assertThat(places).as(refusal.detail()).contains(where);
            assertThat(refusal.fields().get(places.indexOf(where)).msg()).contains(what);
        });
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused(
                forest("{\"grid\":{\"max_depth\":[3]}}") + ",\"params\":{\"max_depth\":2}",
                "search.grid.max_depth",
                "params, too");
        refused("\"algorithm\":\"auto\",\"params\":{\"max_depth\":2}", "params", "leave params out");
        refused("\"algorithm\":\"auto\",\"search\":{\"grid\":{\"max_depth\":[2]}}", "search.grid", "algorithm auto");
        refused("\"algorithm\":\"Auto\"", "algorithm", "did you mean auto?");
        refused("\"max_seconds\":5", "max_seconds", "did you mean search.max_seconds?");
        refused("\"grid\":{\"max_depth\":[3]}", "grid", "did you mean search.grid?");
        // The first is a classifier's, the second a regressor's: no algorithm has both.
        refused("\"search\":{\"grid\":{\"criterion\":[\"gini\",\"squared_error\"]}}", "search.grid.criterion", "gini");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid", "random"})
    @Tag("bound:search_values")
    void asManyValuesAsTheBoundAllowsAndNoMore(String way) {
        int most = Limits.SEARCH_VALUES.intValue();
        String random = "{\"random\":{\"max_depth\":%s},\"n_iter\":3}";

        assertThat(request(forest(random.formatted(numbers(most)))).search()).isNotNull();
        refused(
                forest(random.replace("random", way).formatted(numbers(most + 1))),
                "search." + way + ".max_depth",
                "1 to " + most + " items, not " + (most + 1));
    }

    @Test
    @Tag("bound:search_candidates")
    void asManyCandidatesAsTheBoundAllowsAndNoMore() {
        int most = Limits.SEARCH_CANDIDATES.intValue();
        String grid = "{\"grid\":{\"max_depth\":%s,\"max_features\":[0.1,0.2]}}";
        String random = "{\"random\":{\"max_depth\":%s},\"n_iter\":%d}";

        assertThat(drawn(grid.formatted(numbers(most / 2)))).hasSize(most);
        refused(forest(grid.formatted(numbers(most / 2 + 1))), "search.grid", "202 combinations; at most 200");
        assertThat(drawn(random.formatted(numbers(most + 1), most))).hasSize(most);
        refused(
                forest(random.formatted(numbers(most + 1), most + 1)),
                "search.n_iter",
                "less than or equal to " + most);
        assertThat(drawn(random.formatted(numbers(3), most)))
                .as("there are no more")
                .hasSize(3);
    }

    @Test
    void listsWithMoreCombinationsThanCanBeNumberedAreRefused() {
        String many =
                "{\"random\":{\"max_depth\":%s,\"min_samples_leaf\":%s,\"min_samples_split\":%s,\"max_leaf_nodes\":%s}}"
                        .formatted(numbers(1_000), numbers(1_000), numbers(1_000), "[2,3,4]");

        refused(
                forest(many.replace("\"min_samples_split\":[1,", "\"min_samples_split\":[")),
                "search.random",
                "2147483647");
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList().toString().replace(" ", "");
    }
}
