# Two commands do everything on a fresh machine with Python 3.11 or later: `make site` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test lint format clean

site: $(VENV)/site.done ## build content/ into output/
	$(BIN)/digest build

test: $(VENV)/test.done ## lint, check the types, run every test
	$(BIN)/ruff check digest tests
	$(BIN)/ruff format --check digest tests
	$(BIN)/mypy
	$(BIN)/pytest -n auto

lint: $(VENV)/test.done
	$(BIN)/ruff check digest tests
	$(BIN)/mypy

format: $(VENV)/test.done
	$(BIN)/ruff check --fix digest tests
	$(BIN)/ruff format digest tests

$(VENV)/site.done: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("digest needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/test.done: $(VENV)/site.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	touch $@

clean: ## remove what the commands above made
	rm -rf $(VENV) .digest .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitignore -delete
