"""Makes the golden files of GgmlBytesTest with the reference quantizers of the gguf package (0.19).

    pip install gguf==0.19.0 && python tools/quantizer_goldens.py FOLDER

Blocks of 32: normal, small, tiny enough for subnormal scales, heavy-tailed, one huge value, ties, all zero.
"""

import sys
from pathlib import Path

import numpy as np
from gguf.constants import GGMLQuantizationType as Type
from gguf.quants import quantize

BLOCKS = 124
SEED = 7


def blocks() -> np.ndarray:
    random = np.random.default_rng(SEED)
    made = []
    for index in range(BLOCKS):
        kind = index % 8
        block = random.standard_normal(32).astype(np.float32)
        if kind == 1:
            block = block * np.float32(0.02)
        elif kind == 2:
            block = block * np.float32(1e-4)
        elif kind == 3:
            block = random.standard_t(2, 32).astype(np.float32)
        elif kind == 4:
            block[random.integers(32)] = np.float32(1e4)
        elif kind == 5:
            block = (random.integers(-8, 8, 32) / np.float32(4)).astype(np.float32)
        elif kind == 6:
            block = (block * np.float32(2e-6)).astype(np.float32)
        elif kind == 7:
            block = np.round(block * 4).astype(np.float32) * np.float32(0.125)
        made.append(block)
    made.append(np.zeros(32, np.float32))
    one = np.zeros(32, np.float32)
    one[7] = -3e5
    made.append(one)
    halves = np.full(32, 0.5, np.float32)
    halves[::2] = -0.5
    made.append(halves)
    tiny = np.zeros(32, np.float32)
    tiny[3], tiny[9] = 1e-30, -2e-31
    made.append(tiny)
    return np.stack(made)


def main(folder: Path) -> None:
    values = blocks()
    values.astype("<f4").tofile(folder / "gguf-0.19.f32")
    quantize(values, Type.Q4_0).tofile(folder / "gguf-0.19.q4_0")
    quantize(values, Type.Q8_0).tofile(folder / "gguf-0.19.q8_0")
    quantize(values, Type.BF16).tofile(folder / "gguf-0.19.bf16")
    values.ravel().astype(np.float16).tofile(folder / "numpy.f16")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
