package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models by their names: paths, ids, ids with a revision, addresses. */
final class HubModelsTest {

    @TempDir
    private Path folder;

    private Path find(FakeHub hub, String name) {
        HubClient client = hub.client(hub.settings(folder.resolve("cache")));
        return HubModels.folder(
                name, folder::resolve, reference -> client.getUnlessCached(reference, HubListener.NONE));
    }

    private static FakeHub hubWithModel() throws IOException {
        FakeHub hub = new FakeHub();
        try (Stream<Path> files = Files.walk(TinyCheckpoint.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name =
                        TinyCheckpoint.folder().relativize(file).toString().replace('\\', '/');
                hub.files.put(name, new FakeHub.Entry(Files.readAllBytes(file), name.endsWith(".safetensors")));
            }
        }
        return hub;
    }

    @Test
    void anIdIsDownloadedOnceAndEmbeds() throws IOException {
        try (FakeHub hub = hubWithModel()) {
            Path snapshot = find(hub, FakeHub.ID);
            assertEquals(Optional.of(FakeHub.ID), HubCache.repositoryOf(snapshot));
            try (EmbeddingModel model = EmbeddingModel.load(snapshot.toString());
                    EmbeddingModel original = EmbeddingModel.load(TinyCheckpoint.folder())) {
                assertArrayEquals(original.embedQuery("card"), model.embedQuery("card"), 1e-6f);
            }
            hub.requests.clear();
            assertEquals(snapshot, find(hub, FakeHub.ID));
            assertEquals(snapshot, find(hub, "hf://" + FakeHub.ID));
            assertEquals(List.of(), hub.requests);
            assertEquals(snapshot, find(hub, FakeHub.ID + "@v2"));
            assertEquals(
                    "/api/models/maker/tiny/revision/v2", hub.requests.get(0).path());
        }
    }

    @Test
    void aFolderOfThatNameComesFirst() throws IOException {
        try (FakeHub hub = new FakeHub()) {
            Path model = Files.createDirectories(folder.resolve(FakeHub.ID));
            assertEquals(model, find(hub, FakeHub.ID));
            UserError misspelt = assertThrows(UserError.class, () -> find(hub, "maker/tini"));
            assertTrue(misspelt.getMessage().startsWith("there is no model maker/tini; give"), misspelt::getMessage);
            assertEquals(List.of(), hub.requests);
        }
    }

    @Test
    void aRunAndAnUnknownModelAreNamed() throws IOException {
        try (FakeHub hub = new FakeHub()) {
            Files.createDirectories(folder.resolve("run/best"));
            Files.writeString(folder.resolve("run/best/config.json"), "{}");
            UserError run = assertThrows(UserError.class, () -> find(hub, "run"));
            assertTrue(
                    run.getMessage().endsWith("is a run; give one of its checkpoints: " + folder.resolve("run/best")));
            hub.always.put("/api/models/no/model/revision/main", FakeHub.status(404, "X-Error-Code", "RepoNotFound"));
            UserError unknown = assertThrows(UserError.class, () -> find(hub, "no/model"));
            assertTrue(unknown.getMessage().contains("has no model no/model"), unknown::getMessage);
            hub.always.put("/api/models/google/gated/revision/main", FakeHub.status(401, "X-Error-Code", "GatedRepo"));
            UserError gated = assertThrows(UserError.class, () -> find(hub, "google/gated"));
            assertTrue(gated.getMessage().contains("is behind a licence. Log in and accept it"), gated::getMessage);
        }
    }

    @Test
    void onlySnapshotsAreOfTheHub() {
        assertEquals(Optional.empty(), HubCache.repositoryOf(Path.of("checkpoints/mini")));
        assertEquals(Optional.empty(), HubCache.repositoryOf(Path.of("/snapshots/a")));
        assertEquals(
                Optional.of("maker/rows"),
                HubCache.repositoryOf(folder.resolve("datasets--maker--rows/snapshots/" + FakeHub.COMMIT)));
    }
}
