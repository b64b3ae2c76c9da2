# Vantage Readiness. `make` alone prints the menu.

PYTHON ?=
BIN := .venv/bin
ARGS ?=
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.DEFAULT_GOAL := menu
.NOTPARALLEL:
.PHONY: menu install dev run demo test check bench trials format lock vendor wheel clean

menu: ## Print this menu
	@echo 'Vantage Readiness'
	@echo
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/\1	\2/p' Makefile | while IFS='	' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done
	@echo
	@echo 'HOST, PORT, DATA_DIR and DATABASE_URL come from the environment; the README has the table.'

install: ## Install what the application runs on, into .venv
	@PYTHON='$(PYTHON)' sh tools/install requirements.txt

dev: install ## Install also what it is checked with
	@PYTHON='$(PYTHON)' sh tools/install requirements-dev.txt

run: install ## Serve the dashboard on http://127.0.0.1:8000
	@exec $(BIN)/flask --app app serve

demo: install ## Serve a demo with people and eight weeks of history, in a database of its own
	@DATABASE_URL= DATA_DIR="$${DEMO_DIR:-data-demo}" exec $(BIN)/flask --app app demo

test: dev ## Run every test and measure the coverage
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=95 $(ARGS)
	@echo 'Coverage of the domain, which has to be whole:'
	@$(BIN)/python -m coverage report --include='vantage_readiness/domain/*' --skip-covered --fail-under=100

check: dev ## Check format, style, types, the ladder, the documents, security
	@$(BIN)/python tools/check.py

bench: dev ## Measure speed and write build/bench.json
	@exec $(BIN)/python tools/bench.py $(ARGS)

trials: dev ## Run the long trials (ARGS="doors backup" for some of them)
	@$(BIN)/python tools/run_trials.py $(ARGS)

format: dev ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lock: dev ## Pin anew what requirements.in and requirements-dev.in ask for (ARGS=--upgrade for the newest)
	@$(LOCK) $(ARGS) --output-file requirements.txt requirements.in
	@$(LOCK) $(ARGS) --output-file requirements-sso.txt requirements-sso.in
	@$(LOCK) $(ARGS) --output-file requirements-pdf.txt requirements-pdf.in
	@$(LOCK) $(ARGS) --output-file requirements-dev.txt requirements-dev.in

vendor: install ## Copy the front-end files of package-lock.json to static/vendor (needs npm)
	@$(BIN)/python tools/vendor.py copy

wheel: dev ## Build the wheel into build/
	@$(BIN)/python tools/wheel.py build

clean: ## Remove the environment and everything built; your data stays
	@rm -rf .venv build .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
