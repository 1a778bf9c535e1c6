# make run · make test · make check · make bench · make screenshots · make eval-model
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench screenshots eval-model clean

run: .venv/installed
	$(BIN)/kg build seeds -o out

test: .venv/tested tests/comunica/node_modules
	$(BIN)/python -m pytest

# Without npm the one test that needs it says so.
tests/comunica/node_modules: tests/comunica/package-lock.json
	-npm ci --prefix tests/comunica --no-audit --no-fund --silent && touch $@

check: .venv/tested
	$(BIN)/ruff format --check kg tests benchmarks models
	$(BIN)/ruff check kg tests benchmarks models
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kg lexicon check

bench: .venv/tested
	$(BIN)/python -m benchmarks

# Pictures of the page into out/screenshots/, and those of the README into docs/.
screenshots: .venv/tested
	$(BIN)/kg build seeds -o out
	$(BIN)/python -m benchmarks.screenshots out

# Scores of the model; needs the open corpora (models/README.md) and models/requirements.txt.
DATA ?= ../shared/data
eval-model: .venv/installed
	$(BIN)/python -m pip install --quiet -r models/requirements.txt
	$(BIN)/python -m models.prepare --data $(DATA) --work out/.work
	$(BIN)/python -m models.evaluate --data $(DATA) --work out/.work
	$(BIN)/python -m models.evaluate_text --data $(DATA) --work out/.work
	$(BIN)/python -m models.evaluate_relations --data $(DATA) --work out/.work
	$(BIN)/python -m models.evaluate_coreference --data $(DATA) --work out/.work

clean:
	rm -rf .venv
	find out -mindepth 1 ! -name .gitkeep -delete

# Each stamp is renewed when pyproject.toml changes, so that a second run asks no network.
.venv/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/tested: pyproject.toml .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@
