"""Checks exports of every format with the tools that belong to the format, and their embeddings against gemmatune's.

    pip install -r tools/requirements.txt
    python tools/check_exports.py checkpoints/mini                          # writes every format and checks it
    python tools/check_exports.py checkpoints/finance/best export           # checks the exports that are there
    python tools/check_exports.py checkpoints/mini --adapter RUN/best/adapter        # a LoRA of that model

The first argument is the checkpoint that was exported. Exports with --dim or --prune-vocabulary are exports of another
checkpoint: give their own `safetensors` folder. --calibrate makes other numbers than gguf's quantizer, and those files fail.

    onnx…          onnx.checker; every model runs in ONNX Runtime, padded; the mean of its hidden states is its embedding
    gguf…          gguf's reader; the bytes of every tensor are those that gguf's own quantizer makes of the checkpoint
    safetensors…   safetensors' reader; every weight is the checkpoint's, rounded; sentence-transformers where it can read it
    --adapter      PEFT puts the adapter upon the model, and gemmatune merges it: equal embeddings

Prints a line for each; exit code 1 if one is wrong.
"""

import argparse
import pathlib
import shlex
import subprocess
import sys
import tempfile

import numpy as np

from formats import gguf_file, onnx_file, safetensors_file
from formats.checkpoint import Wrong

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONNX = ["onnx", "onnx-fp16", "onnx-int8", "onnx-q4"]
GGUF = ["gguf-f32", "gguf-bf16", "gguf-q8_0", "gguf-q4_0"]
CHECKPOINTS = ["safetensors", "safetensors-bf16", "safetensors-int8", "safetensors-q4"]
READ_BY_SENTENCE_TRANSFORMERS = ["safetensors", "safetensors-bf16"]
# The largest difference of a number of an embedding from gemmatune's with the same weights. Activations are rounded in
# onnx-int8, and gemmatune computes with the unrounded weights of onnx-fp16.
LIMITS = {"onnx-fp16": 2e-3, "onnx-int8": 0.05}
LIMIT = 1e-5
DEFAULT = "default"
SENTENCES = [
    "When does my new card arrive?",
    "Überweisung nach Österreich: 3 € Gebühr, 日本語も。 🎉",
    "a",
    "A fund's total expense ratio says what share of the assets its costs take each year.",
]
TEXTS = [*SENTENCES, " ".join(SENTENCES * 12)]  # the last is longer than the window of 512


class Checks:
    """Runs checks and counts those that fail."""

    def __init__(self, gemmatune: list[str], work: pathlib.Path):
        self.gemmatune = gemmatune
        self.work = work
        self.failed = 0
        self.made = 0
        self.expected: dict[pathlib.Path, np.ndarray] = {}

    def run(self, *arguments) -> None:
        command = [*self.gemmatune, *map(str, arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Wrong(f"{shlex.join(command)} ended with {done.returncode}:\n{done.stdout}")

    def embedded(self, checkpoint: pathlib.Path) -> np.ndarray:
        if checkpoint not in self.expected:
            texts, vectors = self.work / "texts.txt", self.work / "vectors.npy"
            texts.write_text("".join(text + "\n" for text in TEXTS), encoding="utf-8")
            self.run("embed", "--model", checkpoint, "--input", texts, "--output", vectors, "--prompt", "none")
            self.expected[checkpoint] = np.load(vectors)
        return self.expected[checkpoint]

    def report(self, what, check) -> None:
        self.made += 1
        try:
            print(f"{what}: {check()}")
        except Exception as error:  # of whatever kind: the file is not as its readers want it
            self.failed += 1
            print(f"{what}: WRONG: {error}")

    def agreement(self, found: np.ndarray, checkpoint: pathlib.Path, limit: float) -> str:
        expected = self.embedded(checkpoint)
        if found.shape != expected.shape:
            raise Wrong(f"embeddings have the shape {found.shape} instead of {expected.shape}")
        difference = np.abs(found - expected).max()
        if not difference <= limit:  # NaN is above every limit
            raise Wrong(f"embeddings differ by {difference:.1e} from gemmatune's; the limit is {limit:.0e}")
        return f"{difference:.1e} from gemmatune"

    def export(self, folder: pathlib.Path, checkpoint: pathlib.Path) -> None:
        """A folder of one format."""
        if folder.name in ONNX:
            for model in onnx_file.models(folder) or [folder / "onnx" / "model.onnx"]:
                self.report(self.short(model), lambda: self.onnx(model, folder, checkpoint))
        elif folder.name in GGUF:
            self.report(self.short(folder), lambda: gguf_file.check(folder, checkpoint))
        else:
            self.report(self.short(folder), lambda: safetensors_file.check(folder, checkpoint))
            if folder.name in READ_BY_SENTENCE_TRANSFORMERS:
                self.report(
                    f"{self.short(folder)} in sentence-transformers",
                    lambda: self.agreement(safetensors_file.embeddings(folder, TEXTS), folder, LIMIT),
                )

    def onnx(self, model: pathlib.Path, folder: pathlib.Path, checkpoint: pathlib.Path) -> str:
        checked, found = onnx_file.check(model), onnx_file.embeddings(model, TEXTS)
        if folder.name != "onnx-q4":
            return f"{checked}, {self.agreement(found, checkpoint, LIMITS.get(folder.name, LIMIT))}"
        for rounded in (folder.with_name("safetensors-q4"), folder.parent.with_name(DEFAULT) / "safetensors-q4"):
            if rounded.exists():
                return f"{checked}, {self.agreement(found, rounded, LIMIT)}"
        return f"{checked}, not compared: its weights are those of safetensors-q4, which is not beside it"

    def short(self, path: pathlib.Path) -> pathlib.Path:
        return path.relative_to(self.work) if path.is_relative_to(self.work) else path

    def adapter(self, adapter: pathlib.Path, base: pathlib.Path) -> None:
        def check() -> str:
            self.run("export", "--model", adapter, "--format", "safetensors", "--output", self.work / "merged")
            merged = self.work / "merged" / "safetensors"
            beside = self.agreement(safetensors_file.embeddings(base, TEXTS, adapter), merged, LIMIT)
            alone = self.agreement(safetensors_file.embeddings(merged, TEXTS), merged, LIMIT)
            return f"{beside} upon its base in PEFT, {alone} merged"

        self.report(adapter, check)


def write(checks: Checks, checkpoint: pathlib.Path, formats: list[str]) -> list[pathlib.Path]:
    """Exports in every format, and ONNX in every form."""
    forms = {
        DEFAULT: (formats, []),
        "one-output": ([name for name in formats if name in ONNX], ["--one-output"]),
        "single-file": ([name for name in formats if name in ONNX], ["--single-file"]),
    }
    folders = []
    for form, (chosen, options) in forms.items():
        if chosen:
            target = checks.work / form
            checks.run("export", "--model", checkpoint, "--format", ",".join(chosen), "--output", target, *options)
            folders += [target / name for name in chosen]
    return folders


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path, help="the checkpoint that was or will be exported")
    parser.add_argument("exports", nargs="*", type=pathlib.Path, help="what export's --output was; none: write them")
    parser.add_argument("--format", default=",".join(ONNX + GGUF + CHECKPOINTS), help="formats to write (default: all)")
    parser.add_argument("--adapter", type=pathlib.Path, help="a folder with nothing but an adapter of the checkpoint")
    parser.add_argument("--gemmatune", default=str(ROOT / "gemmatune"), help="the command (default: %(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        checks = Checks(shlex.split(arguments.gemmatune), pathlib.Path(work))
        known = ONNX + GGUF + CHECKPOINTS
        folders = [folder for export in arguments.exports for folder in [export, *sorted(export.iterdir())]]
        folders = [folder for folder in folders if folder.name in known and folder.is_dir()]
        if arguments.exports and not folders:
            parser.error(f"no folder in {shlex.join(map(str, arguments.exports))} has the name of a format")
        if arguments.adapter:
            checks.adapter(arguments.adapter, arguments.checkpoint)
        elif not folders:
            folders = write(checks, arguments.checkpoint, arguments.format.split(","))
        for folder in folders:
            checks.export(folder, arguments.checkpoint)
        print(f"{checks.made} checks, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
