"""The handlers of the container: what they read, what they refuse, what they answer."""

import json
from pathlib import Path

import numpy as np
import pytest

from ml.artifact import SHIPPED, ArtifactError
from ml.features import NAMES
from ml.scorer import ArtifactJudge, judge_in
from ml.serving import UnreadableRequest, input_fn, model_fn, output_fn, predict_fn
from ml.wire import CSV, JSON, asked

ROW = [700.0, 0.0, 25.0, 33.0, 12.0, 60000.0, 0.33, 5.0, 2.0, 0.0, 0.0, 1.0]
BODY = json.dumps({"features": NAMES, "instances": [ROW]})


@pytest.fixture(scope="module")
def model() -> ArtifactJudge:
    return model_fn(str(SHIPPED))


def test_an_answer_is_what_the_scorer_in_process_says(model: ArtifactJudge) -> None:
    body, kind = output_fn(predict_fn(input_fn(BODY, JSON), model), JSON)

    (said,) = json.loads(body)["predictions"]
    here = judge_in().judge(np.array(ROW))
    assert kind == JSON
    assert json.loads(body)["version"] == model.version
    assert said["default_probability"] == pytest.approx(here.default_probability, abs=1e-12)
    assert said["scorecard_probability"] == pytest.approx(here.scorecard_probability, abs=1e-12)
    assert said["contributions"] == pytest.approx(list(here.contributions), abs=1e-12)


def test_a_missing_value_travels_as_one() -> None:
    rows = np.array([[np.nan, *ROW[1:]]])

    again = input_fn(asked(rows).model_dump_json().encode(), f"{JSON}; charset=utf-8")

    np.testing.assert_array_equal(again, rows)


def test_rows_of_a_batch_may_be_csv(model: ArtifactJudge) -> None:
    text = "\n".join(",".join(str(v) for v in row) for row in (ROW, [*ROW[:7], "", *ROW[8:]]))

    body, kind = output_fn(predict_fn(input_fn(text, CSV), model), CSV)

    assert kind == CSV
    assert len(body.splitlines()) == 2
    assert float(body.splitlines()[0]) == pytest.approx(model.judge(np.array(ROW))[0], abs=1e-12)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (BODY, "application/x-npy", "cannot be read"),
        ("{", JSON, "JSON"),
        (json.dumps({"features": NAMES, "instances": []}), JSON, "instances"),
        (json.dumps({"features": NAMES, "instances": [ROW], "more": 1}), JSON, "more"),
        (json.dumps({"features": NAMES[::-1], "instances": [ROW]}), JSON, "in this order"),
        (json.dumps({"features": NAMES, "instances": [ROW[:-1]]}), JSON, "12 features"),
        (BODY.replace("700.0", '"good"'), JSON, "instances.0.0"),
        (BODY.replace("700.0", "NaN"), JSON, "instances"),
        (BODY.replace("700.0", "1e999"), JSON, "instances"),
        ("1,2,3", CSV, "12 features"),
        ("1,2\n1,2,3", CSV, "length"),
        ("", CSV, "rows"),
        (",".join(["inf"] * 12), CSV, "finite"),
        (",".join(["six"] * 12), CSV, "no number"),
    ],
)
def test_what_cannot_be_scored_is_refused_and_named(body: str, kind: str, said: str) -> None:
    with pytest.raises(UnreadableRequest, match=said):
        input_fn(body, kind)


def test_an_answer_is_written_only_as_what_was_asked_for(model: ArtifactJudge) -> None:
    answer = predict_fn(np.array([ROW]), model)

    assert output_fn(answer, "*/*")[1] == JSON
    with pytest.raises(UnreadableRequest, match="cannot be written"):
        output_fn(answer, "text/html")


def test_a_folder_without_a_model_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="No such file"):
        model_fn(str(tmp_path))
