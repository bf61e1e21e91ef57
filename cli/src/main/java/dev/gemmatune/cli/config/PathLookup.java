package dev.gemmatune.cli.config;

import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.hub.HubModels;
import dev.gemmatune.model.hub.HubReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where files are looked for: as given from the working folder, then beside the config file, then in the project, and
 * what looks like a model's id in the Hugging Face cache and on the hub. What begins with {@code hf://} is on the hub.
 *
 * @param workingFolder of the caller
 * @param configFolder of the config file, if there is one
 * @param project the folder with {@code configs/} and {@code checkpoints/}, if it is known
 * @param hub what is on the hub and in its cache
 */
public record PathLookup(Path workingFolder, Optional<Path> configFolder, Optional<Path> project, HubFiles hub) {

    private static final String CONFIGS = "configs";

    /** A lookup that takes models from a cache but never from the network. */
    public PathLookup(Path workingFolder, Optional<Path> configFolder, Optional<Path> project, Path modelCache) {
        this(workingFolder, configFolder, project, HubFiles.ofCache(modelCache));
    }

    /** The lookup of this process. */
    public static PathLookup ofProcess() {
        Optional<Path> project = Optional.ofNullable(System.getProperty("gemmatune.home"))
                .map(Path::of)
                .or(PathLookup::besideApplication);
        return new PathLookup(Path.of("").toAbsolutePath(), Optional.empty(), project, HubFiles.ofProcess());
    }

    /** The same for the files that a config names. */
    public PathLookup from(Path configFile) {
        return new PathLookup(
                workingFolder, Optional.of(configFile.toAbsolutePath().getParent()), project, hub);
    }

    /**
     * The absolute path of the first place that exists, else that in the working folder; an address that begins with
     * {@code hf://} is downloaded if need be.
     *
     * @throws UserError if it cannot be downloaded
     */
    public Path find(String text) {
        if (text.startsWith(HubReference.PROTOCOL)) {
            return hub.get(HubReference.ofAddress(text));
        }
        Path given = expandHome(text);
        List<Path> places = new ArrayList<>(List.of(workingFolder.resolve(given)));
        configFolder.ifPresent(folder -> places.add(folder.resolve(given)));
        project.ifPresent(folder -> places.add(folder.resolve(given)));
        hub.cachedModel(text).ifPresent(places::add);
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElse(places.get(0))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * The rows that a text names: a file, a pattern of files, a BEIR folder, the folder of a data set, each here or behind
     * {@code hf://}, and {@code #split} or {@code #configuration/split} behind a folder. What is not here is said when it is
     * read.
     *
     * @throws UserError if a pattern matches nothing, or a folder has no such part
     */
    public RowSource findRows(String text) {
        if (text.startsWith(HubReference.PROTOCOL)) {
            return hub.rows(text);
        }
        if (RowSources.isPattern(text)) {
            return matching(expandedHome(text));
        }
        Path whole = find(text);
        if (Files.exists(whole) || RowSources.path(text).equals(text)) {
            return RowSources.open(whole, RowSources.Part.USUAL);
        }
        return RowSources.open(find(RowSources.path(text)), RowSources.part(text));
    }

    private RowSource matching(String pattern) {
        List<Path> folders = new ArrayList<>(List.of(workingFolder));
        configFolder.ifPresent(folders::add);
        project.ifPresent(folders::add);
        UserError first = null;
        for (Path folder : folders) {
            try {
                return RowSources.matching(folder, pattern);
            } catch (UserError e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    private static String expandedHome(String text) {
        return text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
    }

    /**
     * The folder of a model: a path, or the id of one, which is downloaded if the cache has it not.
     *
     * @throws UserError if there is none, or if it is a run, whose checkpoints are in folders of their own
     */
    public Path findModel(String text) {
        return HubModels.folder(text, this::find, hub::get);
    }

    /**
     * Opens a model by its name; an adapter is merged into its base model, which must be here.
     *
     * @throws UserError if there is none, or it is not sound
     */
    public Checkpoint openModel(String text) {
        return openModel(findModel(text), OptionalInt.empty());
    }

    /** The same for a folder, with the full width of the sliding window where the file's does not count. */
    public Checkpoint openModel(Path folder, OptionalInt slidingWindow) {
        return Models.open(folder, slidingWindow, this::find);
    }

    /**
     * The config file: as given, then under {@code configs/}, with or without {@code .yaml}.
     *
     * @throws UserError if there is none, with those that there are
     */
    public Path findConfig(String name) {
        List<Path> folders = new ArrayList<>(List.of(workingFolder, workingFolder.resolve(CONFIGS)));
        project.ifPresent(folder -> folders.add(folder.resolve(CONFIGS)));
        Path given = expandHome(name);
        return folders.stream()
                .flatMap(folder -> Stream.of(folder.resolve(given), folder.resolve(given + ".yaml")))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UserError("there is no config " + name + ", neither as given nor under configs/"
                        + Names.suggestion(name, configs())));
    }

    private List<String> configs() {
        Path folder = project.orElse(workingFolder).resolve(CONFIGS);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** The folder of a model that was not here and had to be downloaded; empty if it is here, or if the text is no id. */
    Optional<Path> downloadedModel(String text) {
        return HubModels.onHub(text, this::find).map(hub::get);
    }

    /** The project, when the application lies in its {@code cli/target} and was not started by the launcher. */
    private static Optional<Path> besideApplication() {
        try {
            Path application = Path.of(PathLookup.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path project = application.resolve("../../..").normalize();
            return Files.isDirectory(project.resolve(CONFIGS)) ? Optional.of(project) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Path expandHome(String text) {
        return text.startsWith("~/") ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    }
}
