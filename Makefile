# Two commands do everything on a fresh machine with Python 3.11 or later: `make site` and `make test`.

PYTHON ?= python3
SECONDS ?= 60
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test lint format pictures docs bench fuzz packages lowest reproducible release clean

site: $(VENV)/site.done ## build content/ into output/
	$(BIN)/digest build

test: $(VENV)/test.done $(VENV)/commonmark.json ## lint, check the types, run every test
	$(BIN)/ruff check digest tests
	$(BIN)/ruff format --check digest tests
	$(BIN)/mypy
	COMMONMARK_SPEC=$(VENV)/commonmark.json $(BIN)/pytest -n auto

lint: $(VENV)/test.done
	$(BIN)/ruff check digest tests
	$(BIN)/mypy

format: $(VENV)/test.done
	$(BIN)/ruff check --fix digest tests
	$(BIN)/ruff format digest tests

pictures: site $(VENV)/test.done ## photograph the example for the README
	$(BIN)/python -m tests.browser.pictures output .github/pictures

docs: $(VENV)/test.done ## write the reference in content/docs/reference from the program
	$(BIN)/python -m tests.docs.reference

bench: $(VENV)/test.done ## measure the speed: make bench SIZES="1000 10000" OPTIONS="--rounds 5 --profile"
	@$(BIN)/python -m tests.bench $(OPTIONS) $(SIZES)

fuzz: $(VENV)/test.done ## read random texts: make fuzz SECONDS=600 TARGETS="markdown import"
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(TARGETS)

packages: ## build the wheel and the source distribution into dist/, and test them without the checkout
	PYTHON=$(PYTHON) .ci/packages dist

LOWEST := tests/text tests/model tests/markdown tests/content tests/citing tests/authoring tests/plan tests/outputs tests/theme \
  tests/site tests/machine/test_renditions.py tests/machine/test_determinism.py tests/faces/test_cli.py tests/faces/test_display.py

lowest: ## run the tests that libraries matter to with the oldest ones that pyproject.toml allows
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(PYTHON) .ci/lowest.py >$(VENV)-lowest/constraints.txt
	$(VENV)-lowest/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint $(VENV)-lowest/constraints.txt --editable '.[test]'
	$(VENV)-lowest/bin/python -m pytest -n auto $(LOWEST)

reproducible: $(VENV)/test.done ## build sites with several Pythons and compare: make reproducible PYTHONS="python3.11 python3.14"
	$(BIN)/python -m tests.machine.worlds $(or $(PYTHONS),$(PYTHON))

release: ## check and test a release; make release VERSION=1.2.3 also tags it
	PYTHON=$(PYTHON) .ci/release $(VERSION)

$(VENV)/site.done: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("digest needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q digest  # or each start would, where Python may not write byte code while it runs
	touch $@

$(VENV)/test.done: $(VENV)/site.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	touch $@

# The examples of the CommonMark specification, out of the source distribution of the parser that we build on.
$(VENV)/commonmark.json: $(VENV)/test.done
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
	  --dest $(VENV)/sdist markdown-it-py==4.3.0
	tar -xzf $(VENV)/sdist/markdown_it_py-4.3.0.tar.gz --strip-components=3 -C $(VENV) \
	  markdown_it_py-4.3.0/tests/test_cmark_spec/commonmark.json
	touch $@

clean: ## remove what the commands above made
	rm -rf $(VENV) $(VENV)-lowest dist .digest .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitignore -delete
