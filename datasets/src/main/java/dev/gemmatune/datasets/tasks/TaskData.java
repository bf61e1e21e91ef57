package dev.gemmatune.datasets.tasks;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.model.Count;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The data of one split and subset of a task. */
public sealed interface TaskData {

    /** Some of its texts, by which the data is identified and exports are verified. */
    List<String> texts();

    /** Its size in words. */
    String describe();

    /** Does what is to be done with data of its kind. */
    <T> T accept(Cases<T> cases);

    /**
     * What is to be done with each kind of data.
     *
     * @param <T> what comes out
     */
    interface Cases<T> {
        /** Queries and documents. */
        T search(Search data);

        /** Pairs with a number. */
        T pairs(Pairs data);

        /** Examples and texts to judge. */
        T labels(Labels data);

        /** Texts to group. */
        T groups(Groups data);

        /** Sentences and their translations. */
        T translations(Translations data);

        /** Summaries with ratings. */
        T summaries(Summaries data);
    }

    /**
     * Queries that look for documents.
     *
     * @param dataset queries, corpus, judgements
     * @param candidates from query ids to the documents among which is looked; empty for all documents
     * @param changed from ids of queries, without {@code -og} and {@code -changed}, to the documents whose relevance a
     *     changed instruction takes away; empty but for tasks of changed instructions
     */
    record Search(RetrievalDataset dataset, Map<String, List<String>> candidates, Map<String, List<String>> changed)
            implements TaskData {

        /** Copies the maps. */
        public Search {
            candidates = Collections.unmodifiableMap(new LinkedHashMap<>(candidates));
            changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
        }

        @Override
        public List<String> texts() {
            return dataset.corpus().stream().map(Document::text).toList();
        }

        @Override
        public String describe() {
            return dataset.describe();
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.search(this);
        }
    }

    /**
     * Pairs of sentences with a number: how alike they are, or 1 if they belong together and 0 if not.
     *
     * @param first the one sentence of each pair
     * @param second the other one
     * @param numbers as many
     */
    record Pairs(List<String> first, List<String> second, List<Double> numbers) implements TaskData {

        /** Copies the lists. */
        public Pairs {
            first = List.copyOf(first);
            second = List.copyOf(second);
            numbers = List.copyOf(numbers);
        }

        @Override
        public List<String> texts() {
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        @Override
        public String describe() {
            return Count.of(numbers.size(), "pairs");
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.pairs(this);
        }
    }

    /**
     * Texts whose labels are to be learnt.
     *
     * @param train from which examples are drawn
     * @param test whose labels are predicted
     */
    record Labels(LabelledTexts train, LabelledTexts test) implements TaskData {

        @Override
        public List<String> texts() {
            return test.texts();
        }

        @Override
        public String describe() {
            return Count.of(test.size(), "texts") + ", " + train.size() + " to learn from";
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.labels(this);
        }
    }

    /**
     * Texts to group.
     *
     * @param sets each is grouped by itself
     * @param whole whether all texts of a set are grouped, as mteb's older tasks want it, or several draws from it
     */
    record Groups(List<LabelledTexts> sets, boolean whole) implements TaskData {

        /** Copies the list. */
        public Groups {
            sets = List.copyOf(sets);
        }

        @Override
        public List<String> texts() {
            return sets.stream().flatMap(set -> set.texts().stream()).toList();
        }

        @Override
        public String describe() {
            int texts = sets.stream().mapToInt(LabelledTexts::size).sum();
            return Count.of(texts, "texts") + (sets.size() == 1 ? "" : " in " + sets.size() + " sets");
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.groups(this);
        }
    }

    /**
     * Sentences and their translations.
     *
     * @param first sentences of one language
     * @param second of the other one, in the same order
     */
    record Translations(List<String> first, List<String> second) implements TaskData {

        /** Copies the lists. */
        public Translations {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }

        @Override
        public List<String> texts() {
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        @Override
        public String describe() {
            return Count.of(first.size(), "sentences") + " with translations";
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.translations(this);
        }
    }

    /**
     * Texts with summaries.
     *
     * @param rated the summaries of each text
     */
    record Summaries(List<RatedSummaries> rated) implements TaskData {

        /** Copies the list. */
        public Summaries {
            rated = List.copyOf(rated);
        }

        @Override
        public List<String> texts() {
            return rated.stream()
                    .flatMap(text -> Stream.concat(text.human().stream(), text.machine().stream()))
                    .toList();
        }

        @Override
        public String describe() {
            return Count.of(rated.size(), "texts") + " with summaries";
        }

        @Override
        public <T> T accept(Cases<T> cases) {
            return cases.summaries(this);
        }
    }

    /**
     * Summaries of one text.
     *
     * @param human written by people
     * @param machine written by programs
     * @param ratings people's judgement of {@code machine}; as many
     */
    record RatedSummaries(List<String> human, List<String> machine, List<Double> ratings) {

        /** Copies the lists. */
        public RatedSummaries {
            human = List.copyOf(human);
            machine = List.copyOf(machine);
            ratings = List.copyOf(ratings);
        }
    }
}
