# What runs Python first sets up a virtual environment with the pinned packages. Besides, browser and screenshots
# need a Chromium (bench measures the page only with one), train and support data (CONTRIBUTING.md).
PYTHON ?= python3
VENV   ?= .venv
# anything but cpu takes PyTorch from the ordinary index
TORCH  ?= cpu
BIN    := $(VENV)/bin
DONE   := $(VENV)/.installed

.PHONY: help chat ask test browser evals lint bench calibrate screenshots train support clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(DONE): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11 to 3.13 is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv setuptools
	@# On Linux the ordinary index has PyTorch for CUDA, several GB. uv knows where its CPU build is.
	@test "$(TORCH)" != cpu || \
	  UV_HTTP_TIMEOUT=30 $(BIN)/uv pip install --quiet --python $(BIN)/python --torch-backend=cpu \
	    --constraint constraints.txt torch 2>/dev/null || \
	  echo "PyTorch's CPU build is out of reach: taking it from the ordinary index."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $(DONE)

chat: $(DONE) ## Open the chat page
	$(BIN)/streamlit run ui/app.py

# Handed on to the letter: neither make nor the shell looks into the question.
override Q := $(value Q)
export Q

ask: $(DONE) ## Ask one question: make ask Q="Who rejected the remarks?"
	@$(BIN)/assistant ask -- "$$Q"

test: $(DONE) ## Run the tests that need nothing but Python
	$(BIN)/python -m pytest

browser: $(DONE) ## Run the tests of the page in a real Chromium
	$(BIN)/python -m pytest -m browser tests/browser

evals: $(DONE) ## Ask every eval case and hold the answers against the gate: make evals EVALS="--variations all"
	$(BIN)/python -m evals run $(EVALS)

lint: $(DONE) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(DONE) ## Measure start-up, answers, indexing, memory and the page
	$(BIN)/python -m evals.bench
	$(BIN)/python -m tests.browser.timing

calibrate: $(DONE) ## Fit the weights and thresholds on the tuning articles
	$(BIN)/python -m evals.calibrate --write

train: $(DONE) ## Train the reader's adapter: make train DATA=folder OUT=folder
	$(BIN)/python -m assistant.reader.train --data "$(DATA)" --written evals/training --out "$(OUT)"

support: $(DONE) ## Train the support model's adapter: make support DATA=folder OUT=folder
	$(BIN)/python -m assistant.support.train --data "$(DATA)" --written evals/training --out "$(OUT)" \
	  --init assistant/reader/adapter --rounds 1 --share question=0.42 told=0.5 premise=0.15 beside=0.1

screenshots: $(DONE) ## Take the pictures of the page in docs/images
	$(BIN)/python -m tests.browser.screenshots

clean: ## Remove what was built, the index and the virtual environment
	rm -rf $(VENV) .index build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
