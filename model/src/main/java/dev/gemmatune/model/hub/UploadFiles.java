package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder that a push sends. What is published cannot be taken back: files that no checkpoint has are sent
 * only where somebody has named them, and links out of the folder never.
 */
final class UploadFiles {

    /** What gemmatune, sentence-transformers and transformers write into a checkpoint, and its exports beside it. */
    private static final Pattern PARTS = Pattern.compile(
            "(config|modules|config_sentence_transformers|sentence_bert_config|tokenizer|tokenizer_config"
                    + "|special_tokens_map|added_tokens|generation_config|preprocessor_config|verification|provenance"
                    + "|model\\.safetensors\\.index)\\.json"
                    + "|(\\d+_\\w+/)?(config\\.json|model(-\\d+-of-\\d+)?\\.safetensors)"
                    + "|adapter/(adapter_config\\.json|adapter_model\\.safetensors|README\\.md)"
                    + "|onnx/[^/]+\\.onnx(_data(_\\d+)?)?|[^/]+\\.gguf|tokenizer\\.model|vocab\\.(txt|json)|merges\\.txt"
                    + "|README\\.md|(LICEN[CS]E|NOTICE)[^/]*");

    private static final long LARGEST = 5_000_000_000L;
    private static final int NAMED = 8;

    private final Path root;
    private final FileSelection included;
    private final List<UploadPlan.Item> items = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private UploadFiles(Path root, FileSelection included) {
        this.root = root;
        this.included = included;
    }

    /**
     * The files by name.
     *
     * @param include patterns of files that are sent though no checkpoint has them
     * @throws UserError if there are such files that no pattern names, links that leave the folder or lead in circles,
     *     or a file that is too large
     */
    static List<UploadPlan.Item> of(Path folder, List<String> include) {
        try {
            UploadFiles files = new UploadFiles(folder.toRealPath(), FileSelection.matching(include));
            files.collect(folder, "");
            files.refuseOthers(folder);
            return files.items;
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private void collect(Path folder, String prefix) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.sorted().toList();
        }
        for (Path entry : entries) {
            String name = prefix + entry.getFileName();
            boolean wanted = included.wants(name);
            if (!wanted && isPassedOver(entry.getFileName().toString())) {
                continue;
            }
            checkLink(entry);
            if (Files.isDirectory(entry)) {
                collect(entry, name + "/");
            } else if (wanted || PARTS.matcher(name).matches()) {
                items.add(item(name, entry));
            } else {
                others.add(SafeNames.printable(name));
            }
        }
    }

    private static boolean isPassedOver(String name) {
        return name.startsWith(".") || name.endsWith(".part") || name.endsWith(".incomplete");
    }

    private void checkLink(Path entry) throws IOException {
        if (!Files.isSymbolicLink(entry)) {
            return;
        }
        if (!Files.exists(entry)) {
            throw new UserError(entry + " is a link to nothing, or to itself; remove it");
        }
        Path target = entry.toRealPath();
        if (!target.startsWith(root)) {
            throw new UserError(entry + " is a link to " + target + ", which lies outside of the folder that is to be"
                    + " pushed; put a copy of the file there, or remove the link");
        }
        if (Files.isDirectory(entry)) {
            throw new UserError(
                    entry + " is a link to a folder, " + target + "; put the files there, or remove the link");
        }
    }

    private void refuseOthers(Path folder) {
        if (!others.isEmpty()) {
            throw new UserError(folder + " holds files that are no part of a checkpoint: "
                    + String.join(", ", others.subList(0, Math.min(NAMED, others.size())))
                    + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "")
                    + "; remove them, or send them with --include NAME, once for each name or pattern");
        }
    }

    private static UploadPlan.Item item(String name, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + " is no file that could be sent; remove it");
        }
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new UserError(file + " has " + size + " bytes; push sends files up to 5 GB. Use huggingface_hub's"
                    + " upload for this one");
        }
        return new UploadPlan.Item(name, file, size);
    }
}
