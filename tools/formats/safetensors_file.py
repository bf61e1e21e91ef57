"""Checkpoint folders: every tensor by the safetensors package, embeddings by sentence-transformers."""

import pathlib

import ml_dtypes
import numpy as np
from safetensors import safe_open

from . import checkpoint
from .checkpoint import Wrong, require_equal


def check(folder: pathlib.Path, model: pathlib.Path) -> str:
    """Each weight is the checkpoint's, rounded as the folder's name says."""
    form = folder.name.removeprefix("safetensors").removeprefix("-") or "float32"
    files = {"": folder / "model.safetensors"}
    files |= {dense + ".": folder / dense / "model.safetensors" for dense in checkpoint.dense_folders(folder)}
    stored = {prefix + name: values for prefix, file in files.items() for name, values in read(file).items()}
    weights = checkpoint.weights(model)
    read_tensors = set()
    for name, values in weights.items():
        read_tensors |= compare(name, values, stored, form)
    if left := sorted(set(stored) - read_tensors):
        raise Wrong(f"tensors {left} belong to no weight of the checkpoint")
    return f"{len(stored)} tensors with the checkpoint's weights"


def read(file: pathlib.Path) -> dict[str, np.ndarray]:
    with safe_open(file, framework="numpy") as opened:
        return {name: opened.get_tensor(name) for name in opened.keys()}


def compare(name: str, values: np.ndarray, stored: dict[str, np.ndarray], form: str) -> set[str]:
    """Compares a weight and names the tensors that it lies in."""
    part = {suffix: f"{name}_{suffix}" for suffix in ("packed", "scale", "shape")}
    if part["packed"] in stored:
        rows, columns = stored[part["shape"]]
        packed = stored[part["packed"]].view(np.uint8)
        require_equal(name, unpacked(packed, stored[part["scale"]], (rows, columns)), in_form(name, values, form))
        return set(part.values())
    found = stored[name]
    if found.dtype == np.int8:
        codes, scales = checkpoint.in_rows(values)
        require_equal(name, found, codes)
        require_equal(part["scale"], stored[part["scale"]], scales)
        return {name, part["scale"]}
    brain = form == "bf16" and values.ndim > 1
    wanted = np.dtype(ml_dtypes.bfloat16) if brain else np.dtype(np.float32)
    if found.dtype != wanted:
        raise Wrong(f"{name} is stored as {found.dtype} instead of {wanted}")
    require_equal(name, found.astype(np.float32), in_form(name, values, form))
    return {name}


def unpacked(packed: np.ndarray, scales: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Codes of 4 or 8 bits, the first in the lowest bits, times the scale of their group."""
    if packed.size * 2 == shape[0] * shape[1]:
        packed = np.stack([packed & 15, packed >> 4], axis=-1)
        zero = 8
    else:
        zero = 128
    codes = packed.reshape(*scales.shape, -1).astype(np.float32) - zero
    return (codes * scales.astype(np.float32)[..., None]).reshape(shape)


def in_form(name: str, values: np.ndarray, form: str) -> np.ndarray:
    if values.ndim == 1 or form == "float32":
        return values
    if form == "bf16":
        return values.astype(ml_dtypes.bfloat16).astype(np.float32)
    if form == "int8":
        codes, scales = checkpoint.in_rows(values)
        return codes * scales
    return checkpoint.in_blocks(values, 4 if "_proj." in name else 8)


def embeddings(folder: pathlib.Path, texts: list[str], adapter: pathlib.Path | None = None) -> np.ndarray:
    """The texts by sentence-transformers, with an adapter upon the folder's model if one is given."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})
    if adapter:
        model.load_adapter(str(adapter.resolve()))
    return model.encode(texts, normalize_embeddings=True)
