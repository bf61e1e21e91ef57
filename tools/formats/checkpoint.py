"""The weights of a checkpoint in float32, as the formats should hold them."""

import json
import pathlib

import numpy as np
from gguf.constants import GGMLQuantizationType as Type
from gguf.quants import dequantize, quantize
from safetensors.numpy import load_file


class Wrong(Exception):
    """A file that is not as it should be; the message says how."""


def weights(folder: pathlib.Path) -> dict[str, np.ndarray]:
    """All weights by their names in gemmatune: the transformer's, then 2_Dense.linear.weight and so on."""
    tensors = load_file(folder / "model.safetensors")
    for dense in dense_folders(folder):
        tensors[dense + ".linear.weight"] = load_file(folder / dense / "model.safetensors")["linear.weight"]
    return {name: tensor.astype(np.float32) for name, tensor in tensors.items()}


def dense_folders(folder: pathlib.Path) -> list[str]:
    modules = json.loads((folder / "modules.json").read_text())
    return [module["path"] for module in modules if module["type"].endswith(".Dense")]


def in_blocks(values: np.ndarray, bits: int) -> np.ndarray:
    """What gguf's own quantizer leaves of the values: Q4_0 for 4 bits, Q8_0 for 8."""
    kind = Type.Q4_0 if bits == 4 else Type.Q8_0
    return dequantize(quantize(values, kind), kind)


def in_rows(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes of -127 to 127, halves away from zero, and the scale of each row."""
    scales = (np.abs(values).max(axis=1, keepdims=True) / np.float32(127)).astype(np.float32)
    inverse = np.divide(np.float32(1), scales, out=np.zeros_like(scales), where=scales != 0)
    magnitudes = np.abs(values * inverse)
    below = np.floor(magnitudes)
    codes = np.minimum(127, below + (magnitudes - below >= 0.5))
    return np.copysign(codes, values).astype(np.int8), scales


def require_equal(name: str, found: np.ndarray, expected: np.ndarray) -> None:
    if found.shape != expected.shape:
        raise Wrong(f"{name} has the shape {found.shape} instead of {expected.shape}")
    different = np.count_nonzero(found != expected)
    if different:
        raise Wrong(f"{different} of {expected.size} values of {name} are not the checkpoint's, rounded")
