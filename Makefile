# Everything a fresh machine needs is Python 3.11+, git and make. `make setup` does the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export PYTHONHASHSEED := 0

help:            ## what can be made
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/ready  ## a virtual environment with the locked dependencies and the `colonnade` command

$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Colonnade needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setup: installing the locked dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null \
	  && VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup      ## a worked example end to end, in ./colonnade-demo
	@$(BIN)/colonnade demo --dir colonnade-demo

fast: setup      ## lint and the tests that take no time: under 30 s
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/pytest -m "not slow and not browser and not long"

test: setup      ## every test; what cannot run here is skipped with its reason
	@$(BIN)/pytest -rs -n auto --dist loadfile

test-long: setup ## the long forms of tests, such as a hundred kills, with their figures: an hour
	@$(BIN)/pytest -rsP -m long
	@$(BIN)/pytest --hypothesis-profile drawn -n auto --dist loadfile -m "not browser and not long"

check: setup     ## all that CI runs: lint, types, import contracts, docs, tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: setup     ## speed, as ratios measured in one run
	@$(BIN)/python -m bench

bench-large: setup  ## records of 50 million events: half an hour or more, 20 GB of disk
	@$(BIN)/python -m bench.large

docs: setup      ## write the pages that come from data and code
	@$(BIN)/python docs/build.py

lock:            ## resolve the dependencies anew (hashes, no address)
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet --upgrade --output-file requirements.lock

clean:           ## remove everything made here
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache colonnade-demo dist build

.PHONY: help setup demo fast test test-long check bench bench-large docs lock clean
