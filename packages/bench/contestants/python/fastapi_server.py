"""What a Python team would write: FastAPI with the same schemas, and an aiohttp call for every classifier and request.
It logs nothing.
"""

import asyncio
import os
from contextlib import asynccontextmanager
from typing import Annotated

import aiohttp
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field

from announce import announce_when_ready, free_port
from models import manifest

WORKERS = 2
MAX_ROWS = int(os.environ.get("MAX_ROWS", "4096"))
WIDTH = len(manifest()["features"])
NAMES = list(manifest()["classifiers"])
URLS = [f"http://{os.environ['SERVICE_' + name.upper().replace('-', '_')]}/predict" for name in NAMES]

Number = Annotated[float, Field(allow_inf_nan=False)]
Row = Annotated[list[Number], Field(min_length=WIDTH, max_length=WIDTH)]


class One(BaseModel):
    data: Annotated[list[Row], Field(min_length=1, max_length=1)]


class Many(BaseModel):
    data: Annotated[list[Row], Field(min_length=1, max_length=MAX_ROWS)]


class Prediction(BaseModel):
    prediction: list[float]


class Predictions(BaseModel):
    prediction: list[list[float]]


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with aiohttp.ClientSession() as session:
        app.state.session = session
        yield


app = FastAPI(lifespan=lifespan)


async def ask(url: str, body: BaseModel) -> list[list[float]]:
    async with app.state.session.post(url, json=body.model_dump()) as response:
        response.raise_for_status()
        return (await response.json())["prediction"]


@app.get("/health")
async def health() -> str:
    return "ok"


@app.post("/predict")
async def predict(body: One) -> dict[str, Prediction]:
    answers = await asyncio.gather(*(ask(url, body) for url in URLS))
    return {name: Prediction(prediction=rows[0]) for name, rows in zip(NAMES, answers)}


@app.post("/predict/batch")
async def predict_batch(body: Many) -> dict[str, Predictions]:
    answers = await asyncio.gather(*(ask(url, body) for url in URLS))
    return {name: Predictions(prediction=rows) for name, rows in zip(NAMES, answers)}


if __name__ == "__main__":
    port = free_port()
    announce_when_ready(port, "/health")
    uvicorn.run(
        "fastapi_server:app",
        host="127.0.0.1",
        port=port,
        workers=WORKERS,
        # A worker that starts slowly on a busy machine is not replaced.
        timeout_worker_healthcheck=60,
        log_level="error",
        access_log=False,
    )
