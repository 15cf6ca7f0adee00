"""Speed, each figure beside its peer in one run. `python -m evals.bench`."""
