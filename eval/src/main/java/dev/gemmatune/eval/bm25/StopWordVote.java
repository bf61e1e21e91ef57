package dev.gemmatune.eval.bm25;

import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Guesses how texts become words from their script and, where a script has several languages, from their commonest words:
 * each word of a text votes for every language in whose list it stands. Nothing is guessed that is not clear: a language
 * needs a tenth of all words, and twice as many as the next one.
 */
final class StopWordVote {

    /** Characters of a text that are looked at. */
    private static final int LOOKED_AT = 1_000;

    private static final double CLEAR_SCRIPT = 0.5;
    private static final double CLEAR_SHARE = 0.1;
    private static final double CLEAR_LEAD = 2;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}']+");

    /** About twenty of the commonest function words of each language. */
    private static final Map<Words, Set<String>> COMMONEST = Map.ofEntries(
            list(Words.ENGLISH, "the of and to is that for it with as are on be by this from or have not you can i my"),
            list(
                    Words.GERMAN,
                    "der die das und ist nicht ein eine zu den mit von für auf ich wie sie im dem des es auch"),
            list(Words.FRENCH, "le la les et est des une un pour dans que qui en du pas je sur avec ne ce vous il"),
            list(Words.SPANISH, "el la los las y es que en un una por para con no del se lo como su más mi al"),
            list(Words.ITALIAN, "il di che è e la per un una non con si del della sono come le mi ho i nel alla"),
            list(Words.DUTCH, "de het een en van is ik dat niet op te voor met zijn hoe bij aan mijn ook wordt er je"),
            list(Words.PORTUGUESE, "o a os as e é que em um uma para com não do da se por como mais no na meu"),
            list(Words.SWEDISH, "och att det är en som på av för med inte jag den till ett har hur kan om min"),
            list(Words.DANISH, "og at det er en som på af for med ikke jeg den til et har hvordan kan om min af"),
            list(Words.NORWEGIAN, "og å det er en som på av for med ikke jeg den til et har hvordan kan om min fra"),
            list(Words.FINNISH, "ja on ei että se hän mutta kun tai ovat oli minun voi myös miten kuin olen mitä ole"),
            list(Words.HUNGARIAN, "a az és hogy nem is egy van meg de ha csak mint el kell vagy ez milyen hogyan"),
            list(Words.ROMANIAN, "și în de la cu nu este pe un o care din să mai pentru ce sunt al am cum"),
            list(Words.TURKISH, "ve bir bu için ile de da ne nasıl mi çok olarak daha var değil ben gibi kadar en"),
            list(Words.CZECH, "a je v na se že s z do to i jak pro ale jsem k za nebo podle být není"),
            list(Words.CATALAN, "el la els les i és que en un una per amb no del es com al meu més dels"),
            list(
                    Words.INDONESIAN,
                    "yang dan di ini itu dengan untuk tidak dari dalam akan pada saya ke adalah bisa apa"),
            list(Words.RUSSIAN, "и в не на что я с как это по но для из к у за от мы вы или"),
            list(Words.BULGARIAN, "и на да се за от в с не е са как по че като или към има ще това"),
            list(Words.SERBIAN, "и у је да се на за од са не што како или су по из то а ли би"),
            list(Words.ARABIC, "في من على إلى أن ما هل لا عن هذا مع التي كيف هو كان هي أو الذي"),
            list(Words.PERSIAN, "و در به از که این را با است برای آن یک تا می چه هم خود من"),
            list(Words.SORANI, "و لە بۆ کە بە ئەم لەگەڵ بوو نییە چۆن ئەو هەر یان"),
            list(Words.HINDI, "के है में की का से और को पर यह नहीं एक कि हैं मैं क्या भी"),
            list(Words.NEPALI, "छ र को मा हो गर्न यो लागि भने पनि का ले छन् तथा"));

    private static final Map<UnicodeScript, Words> BY_SCRIPT = Map.ofEntries(
            Map.entry(UnicodeScript.HAN, Words.CJK),
            Map.entry(UnicodeScript.HIRAGANA, Words.CJK),
            Map.entry(UnicodeScript.KATAKANA, Words.CJK),
            Map.entry(UnicodeScript.HANGUL, Words.CJK),
            Map.entry(UnicodeScript.THAI, Words.THAI),
            Map.entry(UnicodeScript.GREEK, Words.GREEK),
            Map.entry(UnicodeScript.ARMENIAN, Words.ARMENIAN),
            Map.entry(UnicodeScript.BENGALI, Words.BENGALI),
            Map.entry(UnicodeScript.TAMIL, Words.TAMIL),
            Map.entry(UnicodeScript.TELUGU, Words.TELUGU));

    private final Map<Words, Integer> ofScripts = new EnumMap<>(Words.class);
    private final Map<Words, Integer> votes = new EnumMap<>(Words.class);
    private int letters;
    private int words;

    private static Map.Entry<Words, Set<String>> list(Words language, String commonest) {
        return Map.entry(language, new HashSet<>(Arrays.asList(commonest.split(" ", -1))));
    }

    /** Takes a text into account. */
    void add(String text) {
        String start = text.substring(0, Math.min(LOOKED_AT, text.length()));
        start.codePoints().filter(Character::isLetter).forEach(letter -> {
            letters++;
            Words known = BY_SCRIPT.get(UnicodeScript.of(letter));
            if (known != null) {
                ofScripts.merge(known, 1, Integer::sum);
            }
        });
        Map<String, Integer> counts = new HashMap<>();
        for (String word : NO_LETTERS.split(start.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
                words++;
            }
        }
        COMMONEST.forEach((language, commonest) -> counts.forEach((word, count) -> {
            if (commonest.contains(word)) {
                votes.merge(language, count, Integer::sum);
            }
        }));
    }

    /** What is clear; {@link Words#STANDARD} if nothing is. */
    Words winner() {
        for (Map.Entry<Words, Integer> script : ofScripts.entrySet()) {
            if (script.getValue() > CLEAR_SCRIPT * letters) {
                return script.getKey();
            }
        }
        Words first = Words.STANDARD;
        int most = 0;
        int next = 0;
        for (Map.Entry<Words, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                next = most;
                most = vote.getValue();
                first = vote.getKey();
            } else {
                next = Math.max(next, vote.getValue());
            }
        }
        return most >= CLEAR_SHARE * words && most >= CLEAR_LEAD * next ? first : Words.STANDARD;
    }
}
