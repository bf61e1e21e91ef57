"""GGUF, read by the gguf package of llama.cpp and held against its quantizer."""

import pathlib
import re

import numpy as np
from gguf import GGUFReader
from gguf.constants import GGMLQuantizationType as Type
from gguf.quants import dequantize, quantize

from . import checkpoint
from .checkpoint import Wrong, require_equal

MATRICES = {"f32": Type.F32, "bf16": Type.BF16, "q8_0": Type.Q8_0, "q4_0": Type.Q4_0}
OF_LAYER = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "post_feedforward_layernorm": "post_ffw_norm",
}


def check(folder: pathlib.Path, model: pathlib.Path) -> str:
    """Every tensor is there once, with the bytes that gguf's quantizer makes of the checkpoint's weight."""
    form = folder.name.removeprefix("gguf-")
    reader = GGUFReader(folder / f"model-{form}.gguf")
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    weights = {name_in_file(name): values for name, values in checkpoint.weights(model).items()}
    if set(tensors) != set(weights):
        raise Wrong(f"tensors {sorted(set(tensors) ^ set(weights))} are only in the file or only in the checkpoint")
    for name, values in weights.items():
        compare(tensors[name], factor(name, values), kind(name, values, form))
    for key, expected in (("general.architecture", "gemma-embedding"), ("gemma-embedding.pooling_type", 1)):
        field = reader.fields.get(key)
        if field is None or field.contents() != expected:
            raise Wrong(f"{key} is {field and field.contents()} instead of {expected}")
    tokens = len(reader.fields["tokenizer.ggml.tokens"].data)
    rows = weights["token_embd.weight"].shape[0]
    if tokens != rows:
        raise Wrong(f"there are {tokens} tokens for {rows} rows of token_embd.weight")
    return f"{len(tensors)} tensors with the bytes of gguf's quantizer"


def name_in_file(name: str) -> str:
    if dense := re.fullmatch(r"(\d+)_Dense\.linear\.weight", name):
        return f"dense_{dense[1]}.weight"
    if layer := re.fullmatch(r"layers\.(\d+)\.(.+)\.weight", name):
        return f"blk.{layer[1]}.{OF_LAYER[layer[2]]}.weight"
    return {"embed_tokens.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}[name]


def factor(name: str, values: np.ndarray) -> np.ndarray:
    """llama.cpp multiplies by a norm's weight; Gemma multiplies by one more."""
    return values + np.float32(1) if name.endswith("norm.weight") else values


def kind(name: str, values: np.ndarray, form: str) -> Type:
    if values.ndim == 1:
        return Type.F32
    bytes_in_q4 = form == "q4_0" and (name == "token_embd.weight" or name.startswith("dense_"))
    return Type.Q8_0 if bytes_in_q4 else MATRICES[form]


def compare(tensor, values: np.ndarray, expected: Type) -> None:
    if tensor.tensor_type != expected:
        raise Wrong(f"{tensor.name} is stored as {tensor.tensor_type.name} instead of {expected.name}")
    stored = quantize(values, expected)
    require_equal(tensor.name, tensor.data.view(np.uint8).reshape(-1), stored.view(np.uint8).reshape(-1))
    require_equal(tensor.name, dequantize(tensor.data, expected).reshape(values.shape), dequantize(stored, expected))
