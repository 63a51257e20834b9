"""The models of the folder in MODEL_DIR, run by ONNX Runtime as Sepal's classifiers run them."""

import json
import os

import numpy as np
import onnxruntime as ort


def manifest() -> dict:
    with open(os.path.join(os.environ["MODEL_DIR"], "ensemble.json")) as file:
        return json.load(file)


class Model:
    def __init__(self, name: str) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = os.path.join(os.environ["MODEL_DIR"], manifest()["classifiers"][name]["model"])
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name
        self.output = next(out.name for out in self.session.get_outputs() if out.type == "tensor(float)")

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """[N, F] float32 → [N, K] float32"""
        return self.session.run([self.output], {self.input: rows})[0]
