"""Calls the proxy with the client that openapi-python-client made of its document, and writes what it got as JSON.

Usage: caller.py ADDRESS; the client is the package `sepal_client` beside this file.
"""

import json
import sys

from sepal_client import Client
from sepal_client.api.ensemble import get_metadata
from sepal_client.api.health import get_health_all
from sepal_client.api.predictions import (
    post_predict,
    post_predict_batch,
    post_predict_label,
    post_predict_stream,
)
from sepal_client.models import ClassifierProblem422, OneRow, PartialLabel, Rows, WholeLabel

SETOSA = [5.1, 3.5, 1.4, 0.2]

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
with client:
    label = post_predict_label.sync(client=client, body=OneRow(data=[SETOSA]))
    assert isinstance(label, WholeLabel)
    partial = post_predict_label.sync(client=client, body=OneRow(data=[SETOSA]), partial=True)
    assert isinstance(partial, PartialLabel)
    refused = post_predict_label.sync(client=client, body=OneRow(data=[SETOSA[1:]]), x_request_id="order-17")
    assert isinstance(refused, ClassifierProblem422)
    one = post_predict.sync(client=client, body=OneRow(data=[SETOSA]))
    many = post_predict_batch.sync(client=client, body=Rows(data=[SETOSA, SETOSA]))
    stream = post_predict_stream.sync(client=client, body=OneRow(data=[SETOSA]))
    health = get_health_all.sync(client=client)
    metadata = get_metadata.sync(client=client)

print(
    json.dumps(
        {
            "label": label.prediction.label,
            "complete": partial.complete,
            "missing": partial.missing,
            "refused": [refused.status, refused.code, refused.request_id],
            "one": len(one.setosa.prediction),
            "many": [len(row) for row in many.virginica.prediction],
            "events": [line.removeprefix("event: ") for line in stream.splitlines() if line.startswith("event: ")],
            "health": health.versicolor.health,
            "features": [feature.name for feature in metadata.features],
        }
    )
)
