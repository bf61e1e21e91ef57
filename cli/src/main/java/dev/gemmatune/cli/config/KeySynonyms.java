package dev.gemmatune.cli.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What other trainers call the keys of a {@link Config}: the names of sentence-transformers' and transformers' arguments,
 * of PEFT's, and the short ones that people write. An unknown key among them is answered with the key that does it.
 */
final class KeySynonyms {

    /** From a foreign name to the path of the key that does the same. */
    static final Map<String, String> PATHS = paths();

    private KeySynonyms() {}

    private static Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        putTraining(paths);
        putOthers(paths);
        return Collections.unmodifiableMap(paths);
    }

    private static void putTraining(Map<String, String> paths) {
        put(paths, "training.learning_rate", "lr", "lrate", "rate", "eta", "base_lr", "max_lr");
        put(
                paths,
                "training.batch_size",
                "bs",
                "batch",
                "batchsize",
                "train_batch_size",
                "per_device_train_batch_size",
                "per_gpu_batch_size");
        put(paths, "training.epochs", "epoch", "num_epochs", "num_train_epochs", "n_epochs", "nb_epochs");
        put(paths, "training.max_steps", "steps", "num_steps", "total_steps", "num_training_steps", "iterations");
        put(paths, "training.warmup_ratio", "warmup", "warmup_steps", "num_warmup_steps", "warm_up");
        put(paths, "training.schedule", "scheduler", "lr_scheduler", "lr_scheduler_type", "lr_schedule");
        put(paths, "training.seed", "random_seed", "random_state", "manual_seed", "data_seed", "rng");
        put(paths, "training.weight_decay", "wd", "decay", "l2");
        put(
                paths,
                "training.max_grad_norm",
                "grad_clip",
                "clip",
                "clip_norm",
                "gradient_clipping",
                "gradient_clip_val",
                "max_norm");
        put(
                paths,
                "training.accumulate",
                "gradient_accumulation_steps",
                "grad_accum",
                "accumulation_steps",
                "accumulation");
        put(paths, "training.cached_gradients", "gradient_checkpointing", "grad_cache", "gradcache", "mini_batch_size");
        put(paths, "training.evaluate_every", "eval_steps", "eval_every", "evaluation_steps", "eval_strategy");
        put(paths, "training.save_every", "save_steps", "save_strategy", "checkpoint_every");
        put(paths, "training.keep_best", "save_total_limit", "load_best_model_at_end");
        put(paths, "training.log_every", "logging_steps", "log_steps");
        put(paths, "training.early_stopping.patience", "patience", "early_stopping_patience");
        put(paths, "training.distinct_texts", "batch_sampler", "no_duplicates");
        put(paths, "training.lora.rank", "r", "lora_r", "lora_rank");
        put(paths, "training.lora.alpha", "lora_alpha");
        put(paths, "training.lora.dropout", "lora_dropout");
        put(paths, "training.lora.targets", "target_modules", "lora_target_modules");
        put(paths, "training.lora.rank_stabilized", "use_rslora", "rslora");
        put(paths, "training.lora", "peft", "adapter", "qlora");
    }

    private static void putOthers(Map<String, String> paths) {
        put(
                paths,
                "model.max_sequence_length",
                "max_len",
                "max_length",
                "max_seq_len",
                "max_seq_length",
                "maxlen",
                "seq_len",
                "sequence_length");
        put(paths, "model.path", "base_model", "model_name", "model_name_or_path", "model_id", "checkpoint");
        put(paths, "model.compute", "dtype", "torch_dtype", "precision", "bf16", "fp16", "amp", "mixed_precision");
        put(paths, "data.train.files", "train_file", "train_files", "training_data", "file", "dataset", "data_files");
        put(paths, "data.train.columns", "column_mapping", "field_mapping", "fields");
        put(paths, "data.train.mining", "hard_negatives", "mine");
        put(paths, "data.evaluation", "eval_data", "dev", "validation", "eval_dataset", "eval_file");
        put(paths, "objective.loss", "loss_function", "criterion", "loss_fn");
        put(paths, "objective.matryoshka.dimensions", "matryoshka_dims", "mrl_dims", "dims");
        put(paths, "evaluation.dimensions", "truncate_dim", "eval_dims");
        put(paths, "evaluation.k_values", "k", "ks", "top_k", "at_k");
        put(paths, "output.folder", "output_dir", "out_dir", "save_dir");
        put(paths, "output.name", "run_name", "experiment_name");
        put(paths, "output.overwrite", "overwrite_output_dir");
        put(paths, "export.formats", "format", "onnx");
    }

    private static void put(Map<String, String> paths, String path, String... names) {
        for (String name : names) {
            paths.put(name, path);
        }
    }
}
