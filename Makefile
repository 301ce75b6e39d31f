# `make` lists what there is. All runs in an environment of the project's own, made from requirements/ on first use.
PYTHON ?= python3
VENV ?= .venv
# Documents to read: a path, or several as in a shell, quoted where they hold spaces: DOCS='plans "our 2024.xlsx"'
DOCS ?= samples
OUT ?= out/graph
# Passed on: make test ARGS='-k roles -x'
ARGS ?=
# A release of the graph engine to check, for make engine; the installed one if empty.
VERSION ?=
# Least branch coverage in percent; it only rises.
FLOOR ?= 95

export DOCS OUT
PY := $(VENV)/bin/python
ENV := $(PYTHON) tools/environment.py $(VENV)
LOCK = $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help run test check lint types arrows cover docs docs-check wheel bench engine lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: ## read documents into a graph: make run DOCS=samples OUT=out/graph
	@$(ENV) run
	@if [ -e "$$DOCS" ]; then $(VENV)/bin/liantu build -o "$$OUT" -- "$$DOCS"; \
	else printf '%s\n' "$$DOCS" | xargs $(VENV)/bin/liantu build -o "$$OUT" --; fi

test: ## run the tests; says at the end what this machine could not test
	@$(ENV) test
	$(PY) -m pytest $(ARGS)

check: lint types arrows cover docs-check wheel ## all that a change must pass

lint: ## ruff, every rule but those listed with a reason
	@$(ENV) dev
	$(PY) -m ruff check .

types: ## mypy (strict) and pyright
	@$(ENV) dev
	$(PY) -m mypy
	$(PY) -m pyright --pythonpath $(PY)

arrows: ## which part may import which
	@$(ENV) dev
	$(VENV)/bin/lint-imports

cover: ## the tests and doctests under branch coverage
	@$(ENV) test
	$(PY) -m pytest -m 'not speed' --cov --cov-report=term --cov-fail-under=$(FLOOR) $(ARGS)

docs: ## write docs/cli.md and docs/schema.md from the code
	@$(ENV) dev
	$(PY) tools/docs.py

docs-check: ## are they what the code says?
	@$(ENV) dev
	$(PY) tools/docs.py --check

wheel: ## build the packages and use the wheel elsewhere
	@$(ENV) dev
	$(PY) tools/try_wheel.py

bench: ## run each benchmark
	@$(ENV) test
	@set -e; for one in benchmarks/*.py; do echo "== $$one"; $(PY) "$$one"; done

engine: ## random questions to the graph engine, checked: make engine VERSION=0.19.0 ARGS='--questions 1000'
	@$(ENV) test
	@if [ -z "$(VERSION)" ]; then set -x; $(PY) benchmarks/engine_check.py $(ARGS); else \
	set -ex; $(PY) -m venv build/engine-$(VERSION); \
	build/engine-$(VERSION)/bin/python -m pip install --quiet ladybug==$(VERSION) pandas; \
	build/engine-$(VERSION)/bin/python benchmarks/engine_check.py $(ARGS); fi

lock: ## pin the dependencies anew after a change in pyproject.toml; UPGRADE=--upgrade takes newer releases
	@$(ENV) dev
	$(LOCK) --group install -o requirements/run.txt
	$(LOCK) --group test --all-extras -c requirements/run.txt -o requirements/test.txt
	$(LOCK) --group dev --all-extras -c requirements/test.txt -o requirements/dev.txt

clean: ## remove what builds and tests leave; the environment and your graphs stay
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
