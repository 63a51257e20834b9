"""A classifier as a model of Triton's Python backend."""

import numpy as np
import triton_python_backend_utils as triton

from models import Model


class TritonPythonModel:
    def initialize(self, args: dict) -> None:
        self.model = Model(args["model_name"])

    def execute(self, requests: list) -> list:
        """Waiting requests come together, and are one call of the model."""
        inputs = [triton.get_input_tensor_by_name(request, "rows").as_numpy() for request in requests]
        answers = self.model.predict(np.concatenate(inputs))
        ends = np.cumsum([len(rows) for rows in inputs])[:-1]
        return [
            triton.InferenceResponse([triton.Tensor("prediction", rows)]) for rows in np.split(answers, ends)
        ]
