"""Reads a run's TensorBoard file with TensorBoard's own reader and holds it against metrics.jsonl.

    pip install tensorboard
    python tools/check_tensorboard.py RUN [RUN ...]

RUN is a folder that `gemmatune train` wrote, such as checkpoints/finance. Every number of metrics.jsonl must come back once,
at its step and in its order; exit code 1 if one does not.
"""

import json
import math
import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def expected(run: pathlib.Path) -> dict[str, list[tuple[int, float]]]:
    series: dict[str, list[tuple[int, float]]] = {}
    for line in (run / "metrics.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if "evaluation" in entry:
            values = {
                f"{metric}/{entry['evaluation']}/{dimension}": value
                for dimension, metrics in entry["scores"].items()
                for metric, value in metrics.items()
            }
        elif "watch" in entry:
            values = {f"watch/{text}": value for text, value in entry["scores"].items()}
        else:
            loss = "train/loss" + (f"/{entry['set']}" if "set" in entry else "")
            values = {loss: entry["loss"]} | {
                f"train/{name}": entry[name] for name in ("learning_rate", "grad_norm", "tokens_per_second")
            }
        for tag, value in values.items():
            series.setdefault(tag, []).append((entry["step"], math.nan if value is None else value))
    return series


def same(found: list, wanted: list[tuple[int, float]]) -> bool:
    return [event.step for event in found] == [step for step, _ in wanted] and all(
        math.isclose(event.value, value, rel_tol=1e-6, abs_tol=1e-30) or (math.isnan(event.value) and math.isnan(value))
        for event, (_, value) in zip(found, wanted)
    )


def main(runs: list[str]) -> int:
    wrong = 0
    for run in map(pathlib.Path, runs):
        accumulator = EventAccumulator(str(run), size_guidance={"scalars": 0}).Reload()
        wanted = expected(run)
        tags = accumulator.Tags()["scalars"]
        bad = [tag for tag in wanted if tag not in tags or not same(accumulator.Scalars(tag), wanted[tag])]
        bad += [tag for tag in tags if tag not in wanted]
        points = sum(map(len, wanted.values()))
        print(f"{run}: {len(wanted)} series, {points} points" + (f", WRONG: {bad}" if bad else ", all as in metrics.jsonl"))
        wrong += bool(bad)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
