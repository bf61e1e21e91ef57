package dev.gemmatune.datasets.documents;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.documents.DocumentPair.Kind;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.TextKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes training pairs of a corpus: the title of a document with its text, and the inverse cloze task, where a sentence is
 * the anchor and the rest of its document the positive.
 *
 * <p>In a share of the pairs the sentence stays in its document, so that the model learns to use equal words as well.
 * Source: Lee, Chang and Toutanova 2019, "Latent Retrieval for Weakly Supervised Open Domain Question Answering", arXiv
 * 1906.00300, section 4; there the title stands before the text of the positive as it does here.
 *
 * <p>The corpus is gone through once. Memory: a number for each document.
 */
public final class DocumentPairs {

    private final PairSettings settings;
    private final Consumer<DocumentPair> consumer;
    private final Random random;
    private final Set<Long> seen = new HashSet<>();
    private final Map<Kind, Long> made = new EnumMap<>(Kind.class);
    private long documents;
    private long repeated;
    private long tooShort;

    private DocumentPairs(PairSettings settings, Consumer<DocumentPair> consumer) {
        this.settings = settings;
        this.consumer = consumer;
        this.random = new Random(settings.seed());
    }

    /**
     * Makes the pairs, in the order of the documents.
     *
     * @param consumer gets each pair
     * @return what became of the documents
     * @throws dev.gemmatune.model.UserError if a document is wrong
     */
    public static PairReport make(Corpus corpus, PairSettings settings, Consumer<DocumentPair> consumer) {
        DocumentPairs pairs = new DocumentPairs(settings, consumer);
        corpus.forEach(pairs::add);
        return pairs.report();
    }

    private void add(Document document) {
        documents++;
        if (!seen.add(TextKey.of(document.text()))) {
            repeated++;
            return;
        }
        String title = title(document);
        Sentences sentences = Sentences.of(document.body());
        List<Integer> anchors = sentences.anchors();
        boolean titleAlone = sentences.text().isBlank();
        if (titleAlone || (title.isEmpty() && anchors.isEmpty())) {
            tooShort++;
            return;
        }
        if (!title.isEmpty()) {
            give(Kind.TITLE, title, sentences.text());
        }
        Collections.shuffle(anchors, random);
        anchors.stream()
                .limit(settings.perDocument())
                .sorted()
                .forEach(number -> addSentence(document, sentences, number));
    }

    private void addSentence(Document document, Sentences sentences, int number) {
        boolean keep = random.nextDouble() < settings.keepSentence();
        String body = keep ? sentences.text() : sentences.without(number);
        String positive = new Document(document.id(), document.title().strip(), body).text();
        give(keep ? Kind.KEPT_SENTENCE : Kind.SENTENCE, sentences.sentence(number), positive);
    }

    /** A title that only repeats the text is none. */
    private static String title(Document document) {
        String title = document.title().strip();
        return title.equals(document.body().strip()) ? "" : title;
    }

    private void give(Kind kind, String anchor, String positive) {
        made.merge(kind, 1L, Long::sum);
        consumer.accept(new DocumentPair(kind, anchor, positive));
    }

    private PairReport report() {
        return new PairReport(
                documents,
                repeated,
                tooShort,
                made.getOrDefault(Kind.TITLE, 0L),
                made.getOrDefault(Kind.SENTENCE, 0L),
                made.getOrDefault(Kind.KEPT_SENTENCE, 0L));
    }
}
