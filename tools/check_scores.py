"""Holds gemmatune's result files against the same scores computed with Python's own libraries.

    pip install sentence-transformers scikit-learn scipy numpy
    ./gemmatune eval --model MODEL --data BEIR... --dims 192,96 --output RESULTS
    python tools/check_scores.py MODEL RESULTS --retrieval BEIR...

MODEL is a checkpoint, RESULTS what `eval --output` wrote. Further data, all of it evaluated into the same RESULTS:

    --sts FILE...             rows of sentence1, sentence2, score
    --classification DIR...   folders with task.yaml (its type classification), train.jsonl and test.jsonl of text, label

sentence-transformers embeds every text with the prompts that mteb chooses; the scores are computed here in NumPy, scipy and
scikit-learn after the definitions of trec_eval and mteb 2.20.0. Every dimension of RESULTS is compared. Printed is, for each
data set, the largest absolute difference in any metric. Exit code 1 if one is above --tolerance, or if nothing was compared.
"""

import argparse
import csv
import json
import pathlib
import sys

import numpy as np
from scipy import stats
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

CUTOFFS = (1, 3, 5, 10, 20, 100, 1000)
SAMPLES_PER_LABEL = 8
EXPERIMENTS = 10


def rows(path: pathlib.Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Retrieval:
    """A folder in BEIR's layout."""

    def __init__(self, model: SentenceTransformer, folder: pathlib.Path, split: str):
        with (folder / "qrels" / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
            judgements = list(csv.reader(file, delimiter="\t"))[1:]
        self.grades: dict[str, dict[str, int]] = {}
        for query, document, grade in judgements:
            self.grades.setdefault(query, {})[document] = int(grade)
        queries = [row for row in rows(folder / "queries.jsonl") if row["_id"] in self.grades]
        # Of equal scores trec_eval takes the larger id first: in this order the later position wins.
        corpus = sorted(rows(folder / "corpus.jsonl"), key=lambda row: row["_id"].encode())
        self.name = folder.resolve().name
        self.size = f"{len(queries):,} queries, {len(corpus):,} documents"
        self.documents = [row["_id"] for row in corpus]
        self.queries = [row["_id"] for row in queries]
        texts = [f"{row.get('title') or ''} {row['text']}".strip() for row in corpus]
        self.corpus_vectors = model.encode(texts, prompt_name="document")
        self.query_vectors = model.encode([row["text"] for row in queries], prompt_name="query")

    def scores(self, dimension: int) -> dict[str, float]:
        cosines = unit(self.query_vectors[:, :dimension]) @ unit(self.corpus_vectors[:, :dimension]).T
        found = []
        for query, row in zip(self.queries, cosines):
            best = np.argsort(row, kind="stable")[::-1][: max(CUTOFFS)]
            grades = self.grades[query]
            gains = np.array([max(0, grades.get(self.documents[i], 0)) for i in best], dtype=float)
            found.append(self.of_query(gains, sorted((g for g in grades.values() if g > 0), reverse=True)))
        return {name: float(np.mean([metrics[name] for metrics in found])) for name in found[0]}

    @staticmethod
    def of_query(gains: np.ndarray, ideal: list[int]) -> dict[str, float]:
        ranks = np.arange(1, len(gains) + 1)
        relevant = gains > 0
        precision = np.cumsum(relevant) / ranks
        discounted = gains / np.log2(ranks + 1)
        best = np.array(ideal) / np.log2(np.arange(2, len(ideal) + 2))
        metrics = {}
        for k in CUTOFFS:
            hits = relevant[:k].sum()
            metrics[f"ndcg_at_{k}"] = discounted[:k].sum() / best[:k].sum() if ideal else 0.0
            metrics[f"map_at_{k}"] = (precision * relevant)[:k].sum() / len(ideal) if ideal else 0.0
            metrics[f"recall_at_{k}"] = hits / len(ideal) if ideal else 0.0
            metrics[f"precision_at_{k}"] = hits / k
            metrics[f"hit_rate_at_{k}"] = float(hits > 0)
            metrics[f"mrr_at_{k}"] = 1 / ranks[relevant][0] if hits else 0.0
        return metrics


class Similarity:
    """A file of scored pairs."""

    def __init__(self, model: SentenceTransformer, file: pathlib.Path):
        pairs = rows(file)
        self.name = file.stem
        self.size = f"{len(pairs):,} pairs"
        self.gold = [row["score"] for row in pairs]
        self.first, self.second = (
            model.encode([row[column] for row in pairs], prompt_name="STS") for column in ("sentence1", "sentence2"))

    def scores(self, dimension: int) -> dict[str, float]:
        left, right = self.first[:, :dimension], self.second[:, :dimension]
        likenesses = {
            "cosine": (unit(left) * unit(right)).sum(axis=1),
            "manhattan": -np.abs(left - right).sum(axis=1),
            "euclidean": -np.linalg.norm(left - right, axis=1)}
        return {
            f"{likeness}_{name}": float(correlation(values, self.gold).statistic)
            for likeness, values in likenesses.items()
            for name, correlation in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr))}


class Classification:
    """A folder of labelled texts."""

    def __init__(self, model: SentenceTransformer, folder: pathlib.Path):
        train, test = rows(folder / "train.jsonl"), rows(folder / "test.jsonl")
        self.name = folder.resolve().name
        self.size = f"{len(test):,} texts, {EXPERIMENTS} experiments"
        self.labels, self.truth = ([row["label"] for row in part] for part in (train, test))
        self.train, self.test = (
            model.encode([row["text"] for row in part], prompt_name="Classification") for part in (train, test))

    def scores(self, dimension: int) -> dict[str, float]:
        order = list(range(len(self.labels)))
        found = []
        for _ in range(EXPERIMENTS):
            # As mteb does: the same seed each time, on the list as the experiment before left it.
            np.random.RandomState(42).shuffle(order)
            drawn: dict[str, list[int]] = {}
            for row in order:
                of_label = drawn.setdefault(self.labels[row], [])
                if len(of_label) < SAMPLES_PER_LABEL:
                    of_label.append(row)
            chosen = [row for row in order if row in set(drawn[self.labels[row]])]
            learner = LogisticRegression(max_iter=100, random_state=42)
            learner.fit(self.train[chosen, :dimension], [self.labels[row] for row in chosen])
            predicted = learner.predict(self.test[:, :dimension])
            found.append((accuracy_score(self.truth, predicted), f1_score(self.truth, predicted, average="macro")))
        accuracy, f1 = np.mean(found, axis=0)
        return {"accuracy": float(accuracy), "f1": float(f1)}


def result_files(results: pathlib.Path, name: str, full: int) -> dict[int, dict[str, float]]:
    """From each dimension to the scores of the set's only split and subset; of several models the newest file counts."""
    found = {}
    for file in sorted(results.glob(f"results/**/{name}.json"), key=lambda path: path.stat().st_mtime):
        folder = file.parent.name
        dimension = int(folder.removeprefix("embed_dim_")) if folder.startswith("embed_dim_") else full
        (scores,) = json.loads(file.read_text(encoding="utf-8"))["scores"].values()
        found[dimension] = scores[0]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--retrieval", type=pathlib.Path, nargs="+", default=[], metavar="BEIR")
    parser.add_argument("--split", default="test", help="of the BEIR folders")
    parser.add_argument("--sts", type=pathlib.Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--classification", type=pathlib.Path, nargs="+", default=[], metavar="DIR")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    arguments = parser.parse_args()

    model = SentenceTransformer(arguments.model, device="cpu", model_kwargs={"dtype": "float32"})
    makers = (
        [lambda path=path: Retrieval(model, path, arguments.split) for path in arguments.retrieval]
        + [lambda path=path: Similarity(model, path) for path in arguments.sts]
        + [lambda path=path: Classification(model, path) for path in arguments.classification])
    largest = []
    print("| data | size | dimensions | metrics | largest difference |\n|---|---|---|---|---|")
    for make in makers:
        data = make()
        files = result_files(arguments.results, data.name, model.get_embedding_dimension())
        if not files:
            print(f"{arguments.results} has no results of {data.name}; evaluate it with --output", file=sys.stderr)
            return 1
        differences = []
        for dimension, written in sorted(files.items(), reverse=True):
            expected = data.scores(dimension)
            differences += [(abs(written[name] - value), name, dimension) for name, value in expected.items()]
        difference, metric, dimension = max(differences)
        dimensions = ", ".join(str(number) for number in sorted(files, reverse=True))
        print(f"| {data.name} | {data.size} | {dimensions} | {len(expected)} | {difference:.1e}"
              f" ({metric} at {dimension}) |", flush=True)
        largest.append(difference)
    if not largest:
        parser.error("nothing to compare: give --retrieval, --sts or --classification")
    return int(max(largest) > arguments.tolerance)


if __name__ == "__main__":
    sys.exit(main())
