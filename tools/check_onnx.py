"""Checks ONNX exports with onnx.checker, and runs them in ONNX Runtime for Python if that is installed.

    pip install onnx onnxruntime numpy
    python tools/check_onnx.py EXPORT [EXPORT ...]

EXPORT is a folder that `gemmatune export` wrote, such as export/onnx-q4. Exit code 1 if a check fails. Operators of
com.microsoft (onnx-q4) are outside what the checker knows; it checks everything around them.
"""

import pathlib
import sys

import onnx


def check(model: pathlib.Path) -> None:
    onnx.checker.check_model(str(model), full_check=False)  # a path, so that external data is checked too
    loaded = onnx.load(str(model), load_external_data=False)
    domains = {entry.domain or "ai.onnx": entry.version for entry in loaded.opset_import}
    outputs = [output.name for output in loaded.graph.output]
    print(f"{model}: IR {loaded.ir_version}, {domains}, outputs {outputs}", end="")
    try:
        import numpy
        import onnxruntime
    except ImportError:
        print(", not run")
        return
    session = onnxruntime.InferenceSession(str(model))
    ids = numpy.array([[2, 300, 301, 1], [2, 1, 0, 0]], dtype=numpy.int64)
    values = session.run(None, {"input_ids": ids, "attention_mask": (ids != 0).astype(numpy.int64)})
    assert all(numpy.isfinite(value).all() for value in values), "an output is no number"
    assert numpy.allclose(numpy.linalg.norm(values[-1], axis=-1), 1, atol=1e-5), "an embedding has not length 1"
    print(f", runs in ONNX Runtime {onnxruntime.__version__}")


def main(folders: list[str]) -> int:
    failed = not folders
    for folder in folders:
        models = sorted(pathlib.Path(folder).rglob("*.onnx"))
        failed = failed or not models
        for model in models:
            try:
                check(model)
            except Exception as error:  # every kind is a failed check
                print(f"{model}: {error}")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
