# Two commands are enough: `make run` and `make test`. `make` alone lists the others.
# Works with GNU Make 3.81 (macOS) and any POSIX shell; Windows: see README.md.

PY := .venv/bin/python
READY := .venv/.ready
PEERS := nemoguardrails==0.24.1
PYTEST ?= -n auto --maxprocesses=4

export OMP_NUM_THREADS = 1

# The stamp names the folder it was written in: a moved checkout, or a Python that was removed,
# is set up again.
HEALTHY := $(shell test "`cat $(READY) 2>/dev/null`" = "$(CURDIR)" && $(PY) -c "" && echo yes)
ifneq ($(HEALTHY),yes)
$(READY): again
endif

.PHONY: help run test chat demo evals check format index docs bench fuzz soak data explore train fairness doctor clean again
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## set up what is missing, then open the chat in the browser
	@port=`$(PY) -c "from agent.doctor import say_free_port; say_free_port()"` && \
	  echo "The chat is at http://localhost:$$port (Ctrl-C stops it)" && \
	  exec $(PY) -m streamlit run ui/app.py --server.address localhost --server.port $$port

test: $(READY) ## set up what is missing, then run the tests
	@$(PY) -m pytest -q $(PYTEST)

chat: $(READY) ## talk to the advisor in this terminal
	@$(PY) -m agent

demo: $(READY) ## watch two conversations with receipts, no typing
	@$(PY) -m agent demo

check: $(READY) ## everything that must hold: format, lint, types, import contracts, tests, docs
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q $(PYTEST)

format: $(READY) ## put the code in the house's format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

index: $(READY) ## encode the policies that changed; the first search would do it too
	@$(PY) -m tools.policy_index build

docs: $(READY) ## write the generated parts of README.md anew
	$(PY) -m evals.docs

bench: $(READY) ## measure speed beside its peers
	@$(PY) -m evals.bench

bench-peers: $(READY) ## the same beside NeMo Guardrails, which gets a Python of its own
	@test -x .venv-peers/bin/python || $(PY) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check $(PEERS)
	@$(PY) -m evals.bench.peers

fuzz: $(READY) ## let a lying model talk: 100,000 replies, or FUZZ_REPLIES=...
	@$(PY) -m evals.fuzz

soak: $(READY) ## let 1,000 simulated customers talk, and see where each ends
	@$(PY) -m evals.simulation

evals: $(READY) ## play every conversation and judge it; red unless all pass
	@$(PY) -m evals run --report

data: $(READY) ## make up 60,000 applications in .data/ml, or DATA_ROWS=...
	@$(PY) -m ml.generate --rows $(or $(DATA_ROWS),60000)

explore: $(READY) ## draw the data: distributions, gaps, leaks, groups
	@$(PY) -m ml.explore

train: $(READY) ## train and compare five scorers, and hold the best against the shipped one
	@$(PY) -m ml.train

fairness: $(READY) ## compare how groups fare with the shipped scorer, and look for something fairer
	@$(PY) -m ml.fairness --out .data/ml/fairness

doctor: $(READY) ## say what is installed, found and valid
	@$(PY) -m agent doctor

clean: ## remove what set-up and the tools wrote; customers' data stay
	rm -rf .venv .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Written last, so that an interrupted set-up starts over. uv is quicker but ignores pip's settings,
# where a company's mirror is named: it is used only where pip has none.
$(READY): requirements.lock pyproject.toml
	@sh .ci/setup
	@echo "$(CURDIR)" > $(READY)
