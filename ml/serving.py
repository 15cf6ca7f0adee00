"""The handlers of a SageMaker container: the shipped scorer behind `InvokeEndpoint`.

The container calls `model_fn` once with the folder of model.tar.gz, then for each request
`input_fn`, `predict_fn`, `output_fn`. JSON rows name their features; CSV rows are in the order of
`ml.features.NAMES` (batch transform). What is answered is what the scorer in process answers.
"""

from pathlib import Path

import numpy as np
from pydantic import ValidationError

from ml.artifact import open_for_serving
from ml.features import NAMES, Matrix
from ml.scorer import ArtifactJudge
from ml.wire import CSV, JSON, MOST_ROWS, Answered, Asked, answered, rows_in


class UnreadableRequest(ValueError):
    """The request cannot be scored: the message says what is wrong and what is allowed."""


def model_fn(model_dir: str) -> ArtifactJudge:
    """Open the scorer of a folder.

    Raises:
        ArtifactError: a file is missing, altered, or of another kind of model.
    """
    return ArtifactJudge(open_for_serving(Path(model_dir)))


def input_fn(request_body: str | bytes, request_content_type: str) -> Matrix:
    """Read the rows of a request.

    Raises:
        UnreadableRequest: another content type, other features, or a cell that is no number.

    >>> input_fn("700,0,25,33,12,60000,0.3,5,2,0,0,1", "text/csv").shape
    (1, 12)
    """
    text = request_body.decode() if isinstance(request_body, bytes) else request_body
    kind = request_content_type.split(";")[0].strip().lower()
    if kind == JSON:
        return _json_rows(text)
    if kind == CSV:
        return _csv_rows(text)
    raise UnreadableRequest(f"{kind} cannot be read; {JSON} and {CSV} can.")


def predict_fn(input_data: Matrix, model: ArtifactJudge) -> Answered:
    """Judge rows."""
    return answered(model.version, model.judge_rows(input_data))


def output_fn(prediction: Answered, accept: str) -> tuple[str, str]:
    """Write the answer, and its content type.

    Raises:
        UnreadableRequest: neither JSON nor CSV would be accepted.
    """
    kind = accept.split(";")[0].strip().lower()
    if kind == CSV:
        lines = (f"{one.default_probability!r}" for one in prediction.predictions)
        return "\n".join(lines) + "\n", CSV
    if kind in (JSON, "*/*", "application/*", ""):
        return prediction.model_dump_json(), JSON
    raise UnreadableRequest(f"{kind} cannot be written; {JSON} and {CSV} can.")


def _json_rows(text: str) -> Matrix:
    try:
        body = Asked.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableRequest(f"{place or 'body'}: {first['msg']}") from error
    if body.features != NAMES:
        raise UnreadableRequest(f"The features are {', '.join(NAMES)}, in this order.")
    return _of_width(rows_in(body))


def _csv_rows(text: str) -> Matrix:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        cells = [[float(cell or "nan") for cell in line.split(",")] for line in lines]
        rows = np.array(cells, dtype=float)
    except ValueError as error:
        raise UnreadableRequest(
            f"A cell is no number, or rows differ in length: {error}"
        ) from error
    if np.isinf(rows).any() or not 0 < len(rows) <= MOST_ROWS:
        raise UnreadableRequest(f"1 to {MOST_ROWS:,} rows of finite numbers can be read.")
    return _of_width(rows)


def _of_width(rows: Matrix) -> Matrix:
    if rows.ndim != 2 or rows.shape[1] != len(NAMES):
        raise UnreadableRequest(f"A row has {len(NAMES)} features.")
    return rows
