"""mosec: an HTTP front in Rust, and Python workers to which it sends waiting requests together.

One worker has all models, since a stage of mosec's pipeline follows another and none runs beside it.
"""

import json
import os
import sys

import numpy as np
from mosec import Runtime, Server, Worker

from announce import announce_when_ready, free_port
from models import Model, manifest

MAX_BATCH = 256
# The least that makes batches at all.
MAX_WAIT_MS = 1


class Ensemble(Worker):
    def __init__(self) -> None:
        self.models = {name: Model(name) for name in manifest()["classifiers"]}

    def predict(self, rows: np.ndarray) -> dict:
        return {name: model.predict(rows).tolist() for name, model in self.models.items()}


    def serialize(self, data: dict) -> bytes:
        """Without the indentation that is mosec's default."""
        return json.dumps(data, separators=(",", ":")).encode()


class Single(Ensemble):
    def forward(self, data: list) -> list:
        answers = self.predict(np.array([body["data"][0] for body in data], dtype=np.float32))
        return [{name: {"prediction": rows[i]} for name, rows in answers.items()} for i in range(len(data))]


class Batch(Ensemble):
    def forward(self, data: dict) -> dict:
        answers = self.predict(np.array(data["data"], dtype=np.float32))
        return {name: {"prediction": rows} for name, rows in answers.items()}


if __name__ == "__main__":
    if "NODE_CHANNEL_FD" in os.environ:
        port = free_port()
        announce_when_ready(port, "/")
        sys.argv += ["--address", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    server = Server()
    server.register_runtime(
        {
            "/predict": [Runtime(Single, max_batch_size=MAX_BATCH, max_wait_time=MAX_WAIT_MS)],
            "/predict/batch": [Runtime(Batch)],
        }
    )
    server.run()
