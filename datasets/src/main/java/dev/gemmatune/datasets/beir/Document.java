package dev.gemmatune.datasets.beir;

/**
 * A document of a corpus.
 *
 * @param id unique in the corpus, not empty
 * @param title may be empty
 * @param body the field {@code text} of the file; may be empty
 */
public record Document(String id, String title, String body) {

    /**
     * What is embedded: title and body joined by a space, or the body alone if there is no title, without white space
     * at the outer ends. This is how mteb 2.20.0 joins them.
     */
    public String text() {
        return PythonText.strip(title.isEmpty() ? body : title + " " + body);
    }
}
