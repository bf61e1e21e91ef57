package dev.gemmatune.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenAgainIsCutFirst() throws IOException {
        RunFolder run = new RunFolder(folder);
        run.log(0, 0, "What?", Map.of("This", 0.5));
        long metrics = run.metricsLength();
        long events = run.eventsLength();
        String first = Files.readString(folder.resolve(RunFolder.METRICS));
        run.log(1, 1, "What?", Map.of("This", 0.75));
        assertTrue(run.metricsLength() > metrics && run.eventsLength() > events);
        run.cutMetrics(metrics, events);
        assertEquals(first, Files.readString(folder.resolve(RunFolder.METRICS)));
        assertEquals(events, run.eventsLength());
    }

    @Test
    void theFileThatCannotBeWrittenIsNamed() throws IOException {
        Files.createDirectories(folder.resolve(EventFile.NAME).resolve("in the way"));
        RunFolder run = new RunFolder(folder);
        UserError error = assertThrows(UserError.class, () -> run.log(0, 0, "What?", Map.of("This", 0.5)));
        assertTrue(error.getMessage().contains(EventFile.NAME), error.getMessage());
    }
}
