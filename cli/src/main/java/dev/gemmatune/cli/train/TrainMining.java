package dev.gemmatune.cli.train;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.CheckedSet;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.Every;
import dev.gemmatune.cli.config.MiningConfig;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.report.MinedFile;
import dev.gemmatune.cli.report.MiningSummary;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.datasets.mining.MinedFormat;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.bm25.Bm25Settings;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.cache.CacheFolder;
import dev.gemmatune.model.cache.EmbeddingCache;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.train.mining.Bm25Source;
import dev.gemmatune.train.mining.CandidateSource;
import dev.gemmatune.train.mining.DenseSource;
import dev.gemmatune.train.mining.MinedData;
import dev.gemmatune.train.mining.Miner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The hard negatives that a config asks for in a set of rows.
 *
 * @param checked the config
 * @param set the set, with rows as they were read
 * @param settings what it says about mining
 * @param threads of the search
 * @param folder of the run, which receives mined-EPOCH.jsonl, or mined-SET-EPOCH.jsonl where there are several sets
 * @param progress shows how far it is, and what was found
 */
record TrainMining(
        CheckedConfig checked,
        CheckedSet set,
        MiningConfig settings,
        int threads,
        Path folder,
        ConsoleProgress progress) {

    /** The rows with the negatives that the starting model or BM25 finds. */
    TrainingData beforeTraining(Device device) {
        if (Files.exists(file(0))) {
            return TrainingData.read(file(0), Columns.BY_NAME); // the run is resumed
        }
        if (settings.source() == MiningConfig.Source.BM25) {
            return mine(new Bm25Source(Bm25Settings.BEIR), 0);
        }
        ComputeType compute = checked.config().model().compute();
        try (EmbeddingModel model = EmbeddingModel.load(checked.checkpoint(), device, compute)) {
            if (!settings.cache()) {
                return withModel(model, 0);
            }
            try (EmbeddingCache cache = EmbeddingCache.of(model, compute, CacheFolder.ofProcess())) {
                TrainingData mined = withModel(cache, 0);
                cache.failure().ifPresent(failure -> progress.message("warning: " + failure));
                return mined;
            }
        }
    }

    /**
     * The rows of a later epoch, mined with the weights at its start; those that a killed run has already written are
     * taken as they are.
     */
    Optional<TrainingData> ofEpoch(int epoch, TextEmbedder model) {
        Every every = settings.every();
        if (every.unit() == Every.Unit.NEVER || epoch % (int) every.amount() != 0) {
            return Optional.empty();
        }
        Path file = file(epoch);
        return Optional.of(Files.exists(file) ? TrainingData.read(file, Columns.BY_NAME) : withModel(model, epoch));
    }

    /** The rows with the negatives of an epoch: what is trained on, line by line. */
    private Path file(int epoch) {
        String name = checked.sets().size() == 1 ? "" : set.name() + "-";
        return folder.resolve("mined-" + name + epoch + ".jsonl");
    }

    /**
     * The rows with the negatives that a model finds now. A model in training must not come with a cache around it.
     *
     * @param epoch how many epochs are done; random sampling takes others in each
     */
    private TrainingData withModel(TextEmbedder model, int epoch) {
        PromptNames names = set.config().prompts();
        RetrievalPrompts prompts =
                new RetrievalPrompts(checked.prompt(names.anchor()), checked.prompt(names.positive()));
        return mine(new DenseSource(model, prompts, threads), epoch);
    }

    private TrainingData mine(CandidateSource source, int epoch) {
        Config config = checked.config();
        TrainingData rows = set.data();
        Corpus corpus = settings.corpus().<Corpus>map(CorpusFile::open).orElseGet(() -> Miner.positivesOf(rows));
        Miner miner = new Miner(
                settings.rules(config.training().seed() + epoch), settings.shortRows(), settings.keepNegatives());
        MinedData mined = miner.mine(rows, corpus, source, progress);
        progress.endStage();
        mined.requireRows();
        boolean own = settings.keepNegatives() && mined.report().ownNegatives() > 0;
        // Negatives that a row had before were not scored, and a file has scores in all rows or in none.
        MinedFile.write(file(epoch), own ? mined.withOwnNegatives() : mined, MinedFormat.N_TUPLE, !own);
        progress.message("hard negatives from " + corpus.name() + " by " + source.name() + ":");
        MiningSummary.of(mined.report(), miner.rules()).forEach(progress::message);
        // Read back, so that a run that goes on with the file trains on the very same rows.
        return TrainingData.read(file(epoch), Columns.BY_NAME);
    }
}
