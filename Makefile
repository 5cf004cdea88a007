# One word for each thing to do. Everything is set up first, from Python 3.11 and nothing else.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
PYTEST := $(BIN)/python -m pytest
WORKERS := $(shell $(PYTHON) -c 'import os; print(max(3, os.cpu_count() or 1))')
QUICK := -n $(WORKERS) -m "not matrix"

.PHONY: help demo test check bench figures matrix sweep audit-bench replay-bench reperform-bench locale rules said format

help: ## Say what there is.
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/ready-run ## Watch a sample company being certified on the mock portal.
	$(BIN)/run-flow demo

test: .venv/ready-dev ## Run the tests.
	$(PYTEST) $(QUICK)

check: .venv/ready-dev ## Check everything: format, lint (docstrings too), types, tests (imports, docs and locale among them).
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) $(QUICK)

bench: .venv/ready-dev ## Print the figures of README as a table.
	$(BIN)/python tests/bench/bench.py

figures: .venv/ready-dev ## Print what check finds and takes: 1,000 right and 1,000 spoilt profiles, and what is read in pictures.
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.profiles
	$(BIN)/python tests/bench/reading.py company

matrix: .venv/ready-dev ## Do every errand on every skin, hosting, kind and scenario, and print the figures.
	$(PYTEST) -n $(WORKERS) -m matrix --figures

sweep: .venv/ready-dev ## Kill everything everywhere: the engine thousands of times, then certify with real browsers (POINTS=100: fewer).
	PYTHONPATH=fixtures $(BIN)/python -m tests.sweep.figures
	PYTHONPATH=fixtures $(BIN)/python -m tests.sweep.sweep $(if $(POINTS),--points $(POINTS))

audit-bench: .venv/ready-dev ## Look for values in evidence (PROFILES=20: fewer), tamper with a bundle (TAMPERS=2000: fewer), measure what recording costs.
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.canaries --profiles $(or $(PROFILES),500)
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.tampers $(or $(TAMPERS),20000)
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.recording

reperform-bench: .venv/ready-dev ## Do recorded errands again (ERRANDS=certify,file LOOKS=modern-plain: fewer), and look for planted differences.
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.reperforming $(if $(ERRANDS),--errands $(ERRANDS)) $(if $(LOOKS),--looks $(LOOKS))

replay-bench: .venv/ready-dev ## Measure how long a replay of a whole journey takes to open (BUNDLE=bundle.zip: of that bundle).
	PYTHONPATH=fixtures $(BIN)/python -m tests.bench.replaying $(BUNDLE)

locale: .venv/ready-dev ## Collect the sentences for people into the .po files, and compile them.
	$(BIN)/python tools/translations.py

rules: .venv/ready-dev ## Write docs/rules.md from the table of rules.
	$(BIN)/python tools/rulebook.py

said: .venv/ready-dev ## Write docs/said.md from what the tests make the portal say.
	$(BIN)/python tools/said.py

format: .venv/ready-dev ## Put the code in order.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/ready-%: pyproject.toml tools/setup.py tools/browser.py tools/apt.py
	$(if $(PYTHON),$(PYTHON),$(error Python 3.11 or newer is needed, and was not found)) tools/setup.py $*
