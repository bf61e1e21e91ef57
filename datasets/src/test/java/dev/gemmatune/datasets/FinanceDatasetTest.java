package dev.gemmatune.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.FinanceFolder.Judgement;
import dev.gemmatune.datasets.FinanceFolder.Pair;
import dev.gemmatune.datasets.FinanceFolder.Passage;
import dev.gemmatune.datasets.FinanceFolder.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code finance/README.md} promises about the bundled data set. */
class FinanceDatasetTest {
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(?:'[a-z]+)?");

    /** Words that a question may share with its answer in any order. */
    private static final Set<String> FUNCTION_WORDS = Set.of(("a an and are as at be but by for if in into is it no"
                    + " not of on or such that the their then there these they this to was will with i my me you your we our us do"
                    + " does did has have had can could would should what how when where which who why so from out up off them he"
                    + " his she her its i'm been am than")
            .split(" "));

    private static FinanceFolder data;

    @BeforeAll
    static void readFolder() throws IOException {
        data = FinanceFolder.read();
    }

    @Test
    void passagesAreManyAndOf40To120Words() {
        assertTrue(data.passages().size() >= 300, "passages: " + data.passages().size());
        for (Passage passage : data.passages()) {
            int words = passage.text().split("\\s+").length;
            assertTrue(words >= 40 && words <= 120, passage.id() + " has " + words + " words");
        }
    }

    @Test
    void idsAndTextsAreUnique() {
        assertEquals(List.of(), repeated(data.passages().stream().map(Passage::id)));
        assertEquals(List.of(), repeated(data.queries().stream().map(Query::id)));
        assertEquals(List.of(), repeated(data.passages().stream().map(Passage::joined)));
        assertEquals(List.of(), repeated(questions().map(question -> question.toLowerCase(Locale.ROOT))));
    }

    @Test
    void noTwoPassagesBeginWithTheSameThreeWords() {
        assertEquals(
                List.of(),
                repeated(data.passages().stream()
                        .map(passage -> String.join(" ", words(passage.text()).subList(0, 3)))));
    }

    @Test
    void noFourWordsRunThroughMoreThanThreePassages() {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (Passage passage : data.passages()) {
            for (List<String> run : runs(passage.text(), 4)) {
                owners.computeIfAbsent(String.join(" ", run), key -> new HashSet<>())
                        .add(passage.id());
            }
        }
        owners.values().removeIf(ids -> ids.size() <= 3);
        assertEquals(Map.of(), owners);
    }

    @Test
    void trainingPairsAreManyAndOftenCarryAHardNegative() {
        assertTrue(data.pairs().size() >= 600, "pairs: " + data.pairs().size());
        long negatives =
                data.pairs().stream().filter(pair -> pair.negative() != null).count();
        assertTrue(negatives >= 200, "hard negatives: " + negatives);
    }

    @Test
    void trainingPairsPointAtPassagesOfTheCorpus() {
        Set<String> texts = new HashSet<>();
        data.passages().forEach(passage -> texts.add(passage.joined()));
        for (Pair pair : data.pairs()) {
            assertTrue(texts.contains(pair.positive()), "unknown positive of: " + pair.anchor());
            assertTrue(
                    pair.negative() == null || texts.contains(pair.negative()),
                    "unknown negative of: " + pair.anchor());
            assertTrue(!pair.positive().equals(pair.negative()), "negative = positive of: " + pair.anchor());
        }
    }

    @Test
    void judgedPassagesNeverOccurInATrainingPair() {
        Set<String> trained = new HashSet<>();
        for (Pair pair : data.pairs()) {
            trained.add(pair.positive());
            trained.add(pair.negative());
        }
        Map<String, Passage> passages = passagesById();
        Stream.concat(data.dev().stream(), data.test().stream())
                .forEach(judgement -> assertTrue(
                        !trained.contains(passages.get(judgement.passage()).joined()),
                        judgement.passage() + " is judged and trained on"));
    }

    @Test
    void passagePairsAreMadeOfTrainingPassagesOnly() throws IOException {
        Set<String> trained = new HashSet<>();
        data.pairs().forEach(pair -> trained.add(pair.positive()));
        Set<String> words = new HashSet<>();
        data.passages().stream()
                .filter(passage -> trained.contains(passage.joined()))
                .forEach(passage -> words.addAll(sentences(passage)));
        List<Pair> pairs = FinanceFolder.readLines("passages.jsonl", Pair.class);
        assertTrue(pairs.size() > 1000, "pairs: " + pairs.size());
        pairs.forEach(pair -> assertTrue(words.contains(pair.anchor()), "not of a training passage: " + pair.anchor()));
    }

    /** The title and every sentence. */
    private static List<String> sentences(Passage passage) {
        return Stream.concat(
                        Stream.of(passage.title()), Stream.of(passage.text().split("(?<=[.!?])\\s+")))
                .toList();
    }

    @Test
    void devAndTestJudgeDifferentPassages() {
        Set<String> both = new HashSet<>();
        data.dev().forEach(judgement -> both.add(judgement.passage()));
        Set<String> test = new HashSet<>();
        data.test().forEach(judgement -> test.add(judgement.passage()));
        both.retainAll(test);
        assertEquals(Set.of(), both);
    }

    @Test
    void eachSplitHas100QuestionsAndEveryOneAnAnswer() {
        Set<String> judged = new HashSet<>();
        for (List<Judgement> split : List.of(data.dev(), data.test())) {
            Map<String, Map<String, Integer>> grades = FinanceFolder.byQuery(split);
            assertEquals(100, grades.size());
            grades.forEach(
                    (query, byPassage) -> assertTrue(byPassage.containsValue(2), query + " has no passage of grade 2"));
            assertTrue(split.stream().anyMatch(judgement -> judgement.grade() == 1), "no partial answers");
            judged.addAll(grades.keySet());
        }
        Set<String> queries = new HashSet<>();
        data.queries().forEach(query -> queries.add(query.id()));
        assertEquals(queries, judged);
        assertEquals(200, queries.size());
    }

    @Test
    void judgementsNameKnownPassagesOnceWithGrade1Or2() {
        Set<String> passages = passagesById().keySet();
        for (List<Judgement> split : List.of(data.dev(), data.test())) {
            assertEquals(
                    List.of(),
                    repeated(split.stream().map(judgement -> judgement.query() + " " + judgement.passage())));
            for (Judgement judgement : split) {
                assertTrue(passages.contains(judgement.passage()), "unknown passage in " + judgement);
                assertTrue(judgement.grade() == 1 || judgement.grade() == 2, "grade of " + judgement);
            }
        }
    }

    @Test
    void questionsAreWordedOtherwiseThanTheirAnswers() {
        Map<String, Passage> passages = passagesById();
        Map<String, String> texts = new HashMap<>();
        data.queries().forEach(query -> texts.put(query.id(), query.text()));
        List<String> copies = new ArrayList<>();
        for (Judgement judgement :
                Stream.concat(data.dev().stream(), data.test().stream()).toList()) {
            Passage passage = passages.get(judgement.passage());
            collectCopies(texts.get(judgement.query()), passage.joined(), copies);
        }
        data.pairs().forEach(pair -> collectCopies(pair.anchor(), pair.positive(), copies));
        assertEquals(List.of(), copies);
    }

    @Test
    void fewerThanOneQuestionInFourStartsInLowerCase() {
        long all = questions().count();
        long lower = questions()
                .filter(question -> Character.isLowerCase(question.charAt(0)))
                .count();
        assertTrue(lower * 4 < all, lower + " of " + all);
    }

    private static Stream<String> questions() {
        return Stream.concat(
                data.queries().stream().map(Query::text), data.pairs().stream().map(Pair::anchor));
    }

    private static Map<String, Passage> passagesById() {
        Map<String, Passage> passages = new HashMap<>();
        data.passages().forEach(passage -> passages.put(passage.id(), passage));
        return passages;
    }

    /** Adds every run of three words that question and passage share, unless all three are function words. */
    private static void collectCopies(String question, String passage, List<String> copies) {
        Set<List<String>> known = new HashSet<>(runs(passage, 3));
        for (List<String> run : runs(question, 3)) {
            if (known.contains(run) && !FUNCTION_WORDS.containsAll(run)) {
                copies.add(run + " in: " + question);
            }
        }
    }

    private static List<List<String>> runs(String text, int length) {
        List<String> words = words(text);
        List<List<String>> runs = new ArrayList<>();
        for (int start = 0; start + length <= words.size(); start++) {
            runs.add(words.subList(start, start + length));
        }
        return runs;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<String> repeated(Stream<String> values) {
        Set<String> seen = new HashSet<>();
        return values.filter(value -> !seen.add(value)).sorted().toList();
    }
}
