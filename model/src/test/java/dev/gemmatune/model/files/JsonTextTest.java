package dev.gemmatune.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gemmatune.model.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    private static String message(String text) {
        return assertThrows(UserError.class, () -> Json.parse(text, "a.json")).getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"score\": NaN}',NaN at column 11",
        "'[1, -Infinity]',-Infinity at column 5",
        "'{\"a\": 1,\n \"b\": Infinity}','Infinity at line 2, column 7'"
    })
    void whatPythonWritesForNoNumberIsCalledByItsName(String text, String named) {
        assertEquals(
                "a.json: " + named
                        + " is no JSON, though Python's json writes it; put a number there, or null for none",
                message(text));
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\": NaNs}',column 7", "'{\"a\": nan}',column 7", "'{\"a\" 1}',column 7"})
    void otherWordsAreBroken(String text, String place) {
        assertEquals("a.json: the JSON is broken at " + place + "; correct it there", message(text));
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertEquals(
                "a.json: the key \"a\" is there twice in one object; keep one of the two",
                message("{\"b\": {\"a\": 1, \"a\": 1}}"));
        assertEquals(
                "[{\"a\":1},{\"a\":2}]",
                Json.parse("[{\"a\":1},{\"a\":2}]", "a.json").toString());
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertEquals(deep, Json.parse(deep, "a.json").toString());
        String deeper = "a.json: the JSON is nested deeper than 100 levels at column 102, which no file needs here;"
                + " write it flatter";
        assertEquals(deeper, message("[" + deep + "]"));
        assertEquals(deeper, message("[".repeat(1_000_000)));
    }

    /** A number keeps its digits, whatever a double makes of them. */
    @Test
    void numbersAreKeptAsTheyAreWritten() {
        String text = "[1e400,-0.0,12345678901234567890,1.10]";
        assertEquals(text, Json.compact(Json.parse(text, "a.json")));
    }
}
