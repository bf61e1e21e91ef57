"""ONNX: onnx.checker, then embeddings by ONNX Runtime for Python."""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer

from .checkpoint import Wrong


def models(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(folder.rglob("*.onnx"))


def check(model: pathlib.Path) -> str:
    """The checker knows nothing of com.microsoft's operators (onnx-q4); it checks everything around them."""
    onnx.checker.check_model(str(model), full_check=True)  # a path, so that external data is checked too
    loaded = onnx.load(str(model), load_external_data=False)
    domains = {entry.domain or "ai.onnx": entry.version for entry in loaded.opset_import}
    return f"IR {loaded.ir_version}, {domains}, outputs {[output.name for output in loaded.graph.output]}"


def embeddings(model: pathlib.Path, texts: list[str]) -> np.ndarray:
    """The finished embeddings of the texts, padded in a batch and cut where the model ends."""
    folder = model.parent.parent
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(json.loads((folder / "tokenizer_config.json").read_text())["model_max_length"])
    encodings = tokenizer.encode_batch(texts)
    inputs = {
        "input_ids": np.array([encoding.ids for encoding in encodings], np.int64),
        "attention_mask": np.array([encoding.attention_mask for encoding in encodings], np.int64),
    }
    session = onnxruntime.InferenceSession(str(model))
    outputs = dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))
    hidden = outputs["last_hidden_state"]
    if "sentence_embedding" not in outputs:
        return hidden[:, 0]
    mask = inputs["attention_mask"][..., None].astype(np.float32)
    pooled = (hidden * mask).sum(axis=1)
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    if not np.allclose(pooled, outputs["sentence_embedding"], atol=1e-5):
        raise Wrong("the mean of last_hidden_state is not sentence_embedding")
    return outputs["sentence_embedding"]
