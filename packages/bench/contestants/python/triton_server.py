"""Triton's ensemble: a Python model for each classifier, all asked at once by the ensemble `sepal`.

The tritonserver of nvidia-pytriton has no ONNX backend, so that ONNX Runtime is called from Python.
"""

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from announce import announce_when_ready, free_port
from models import manifest

HERE = Path(__file__).parent
MAX_BATCH = 4096


def config(name: str, features: int, outputs: dict[str, int], rest: str) -> str:
    tensors = [
        f'output {{ name: "{output}" data_type: TYPE_FP32 dims: [{width}] }}' for output, width in outputs.items()
    ]
    return "\n".join(
        [
            f'name: "{name}"',
            f"max_batch_size: {MAX_BATCH}",
            f'input {{ name: "rows" data_type: TYPE_FP32 dims: [{features}] }}',
            *tensors,
            rest,
        ]
    )


def write_repository(folder: Path) -> None:
    described = manifest()
    features = len(described["features"])
    widths = {name: len(entry["probabilities"]) for name, entry in described["classifiers"].items()}
    for name, width in widths.items():
        version = folder / name / "1"
        version.mkdir(parents=True)
        # The models' processes know neither this folder nor the packages of this interpreter.
        paths = [str(HERE), *(path for path in sys.path if path.endswith("site-packages"))]
        (version / "model.py").write_text(
            f"import sys\nsys.path[:0] = {paths}\nfrom triton_model import TritonPythonModel\n"
        )
        rest = 'backend: "python"\ninstance_group { count: 1 kind: KIND_CPU }\ndynamic_batching {}'
        (folder / name / "config.pbtxt").write_text(config(name, features, {"prediction": width}, rest))
    (folder / "sepal" / "1").mkdir(parents=True)
    steps = [
        f'step {{ model_name: "{name}" model_version: -1 input_map {{ key: "rows" value: "rows" }}'
        f' output_map {{ key: "prediction" value: "{name}" }} }}'
        for name in widths
    ]
    rest = 'platform: "ensemble"\nensemble_scheduling {\n' + "\n".join(steps) + "\n}"
    (folder / "sepal" / "config.pbtxt").write_text(config("sepal", features, widths, rest))


def link_backend(triton: Path, folder: Path) -> None:
    """The package keeps the part that runs Python apart, one for each version of it."""
    folder.mkdir(parents=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stub = triton / "python_backend_stubs" / version / "triton_python_backend_stub"
    for file in [stub, *(triton / "backends" / "python").iterdir()]:
        (folder / file.name).symlink_to(file)


if __name__ == "__main__":
    spec = find_spec("pytriton")
    if spec is None or spec.origin is None:
        sys.exit("nvidia-pytriton is not installed")
    triton = Path(spec.origin).parent / "tritonserver"
    folder = Path(tempfile.mkdtemp(prefix="sepal-triton-"))
    write_repository(folder / "models")
    link_backend(triton, folder / "backends" / "python")
    port = free_port()
    announce_when_ready(port, "/v2/health/ready")
    os.execv(
        triton / "bin" / "tritonserver",
        [
            "tritonserver",
            f"--model-repository={folder / 'models'}",
            f"--backend-directory={folder / 'backends'}",
            "--http-address=127.0.0.1",
            f"--http-port={port}",
            "--allow-grpc=false",
            "--allow-metrics=false",
            "--log-info=false",
        ],
    )
