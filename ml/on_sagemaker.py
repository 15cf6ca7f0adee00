"""What a SageMaker container runs: training as a script, serving by the four handlers.

The container names its folders in the environment: SM_CHANNEL_TRAIN holds applications.csv and
outcomes.csv, SM_MODEL_DIR is packed as model.tar.gz, SM_OUTPUT_DATA_DIR is kept beside it. Files
of a scorer go to the first, what people read to the second.
"""

import os
from pathlib import Path
from shutil import copytree

from ml.serving import input_fn, model_fn, output_fn, predict_fn
from ml.shipped import scorer_files

__all__ = ["input_fn", "model_fn", "output_fn", "predict_fn", "train_here"]


def train_here(arguments: list[str]) -> int:
    """Train on the channel `train` and leave the scorer where the container packs it.

    Args:
        arguments: further ones of `python -m ml.train`; SageMaker makes them of hyperparameters.
    """
    from ml.train import main

    channel = Path(os.environ["SM_CHANNEL_TRAIN"])
    report = Path(os.environ["SM_OUTPUT_DATA_DIR"]) / "candidate"
    data = ["--data", str(channel / "applications.csv"), "--out", str(report)]
    failed = main([*data, *arguments])
    if failed:
        return failed
    model = Path(os.environ["SM_MODEL_DIR"])
    model.mkdir(parents=True, exist_ok=True)
    for name, content in scorer_files(report).items():
        (model / name).write_bytes(content)
    copytree(report, model / "report", dirs_exist_ok=True)
    return 0
