# Every command works on a fresh checkout: it makes the virtual environment and installs what it
# needs first. Stamps inside .venv remember what is installed, so that a second run is quick.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
PYTEST_ARGS ?= -n 2
# `make fuzz FUZZ_ARGS="--first 5000"` reads other files than last time.
FUZZ_ARGS ?=

bin := .venv/bin
uv := $(bin)/uv
# uv leaves compiling to the first import, which a server that may not write does at every start.
from_lock := --quiet --python $(bin)/python --require-hashes --only-binary :all: --compile-bytecode
lock_file := $(uv) pip compile --quiet --upgrade --generate-hashes --universal \
    --python-version 3.11 --only-binary :all: --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock"
# The tracker itself, as it stands in this folder, built with the locked setuptools.
this := $(uv) pip install --quiet --python $(bin)/python --no-deps --no-build-isolation --editable . \
    && $(bin)/python -m compileall -q tracker migrations

.PHONY: help
help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: .venv/installed  ## make .venv and install what the tracker needs to run

.PHONY: run
run: install  ## serve with the demonstration councils on http://127.0.0.1:5000
	@exec $(bin)/tracker serve --demo

.PHONY: test
test: .venv/installed-dev  ## check everything: lint, rules, pages, browser journeys
	@tests/tools/system-programs
	@$(MAKE) --no-print-directory lint
	@$(bin)/pytest $(PYTEST_ARGS)

.PHONY: lint
lint: .venv/installed-dev  ## ruff, mypy and the directions of imports
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/lint-imports --no-logo

.PHONY: coverage
coverage: .venv/installed-dev  ## run the tests and list the lines that none of them reaches
	@rm -f .coverage .coverage.*
	@$(bin)/coverage run -m pytest $(PYTEST_ARGS)
	@$(bin)/coverage combine --quiet
	@$(bin)/coverage report

.PHONY: bench
bench: .venv/installed-dev  ## measure the speed beside its floor (takes minutes)
	@$(bin)/python -m tests.bench

.PHONY: kill
kill: .venv/installed-dev  ## kill the server within a thousand writes and look what is left (takes minutes)
	@KILLED_AFTER=1000 $(bin)/pytest -q tests/architecture/test_killed.py

.PHONY: fuzz
fuzz: .venv/installed-dev  ## read thousands of broken reports and look for a crash (takes minutes)
	@$(bin)/python -m tests.intake.fuzz $(FUZZ_ARGS)

.PHONY: lock
lock: $(uv)  ## renew the locked dependencies from the two .in files
	$(lock_file) requirements.in -o requirements.txt
	$(lock_file) requirements-dev.in -o requirements-dev.txt

.PHONY: clean
clean:  ## remove what the commands made, but never instance/, where the records are
	rm -rf .venv build dist *.egg-info .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find tracker tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

# uv and setuptools come first, by pip, with the hashes that the lock gives them.
$(uv): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv
	@awk '/^[^ ]/ { wanted = /^(setuptools|uv)==/ } wanted' requirements-dev.txt >.venv/first.txt
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	    --require-hashes --only-binary :all: -r .venv/first.txt
	@touch $@

# Added to whatever is there, so that running does not take away what the checks need.
.venv/installed: requirements.txt setup.cfg pyproject.toml $(uv)
	@echo "Installing what the tracker needs"
	@$(uv) pip install $(from_lock) -r requirements.txt
	@$(this)
	@touch $@

# Exactly what is locked and nothing else, so that a forgotten dependency shows.
.venv/installed-dev: requirements-dev.txt setup.cfg pyproject.toml $(uv)
	@echo "Installing what the tracker and its checks need"
	@$(uv) pip sync $(from_lock) requirements-dev.txt
	@$(this)
	@touch .venv/installed $@
