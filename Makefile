# `make help` lists the targets. POSIX shell only; GNU make 3.81 (macOS) suffices.

PYTHON ?= python3
PORT ?= 5000
BIN = .venv/bin
PYTEST_ARGS ?=
# Write bytecode even where the environment says not to: compiling the tests again costs each
# process 5 s of CPU time.
CACHED = PYTHONDONTWRITEBYTECODE=
COMPILE = $(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 \
	--no-annotate --quiet --custom-compile-command "make lock"

.PHONY: help run unit test bench html commonmark citations lint format lock translations clean python run-environment dev-environment

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: run-environment ## start the wiki on http://127.0.0.1:5000 (PORT=8000 for another port)
	@PORT="$(PORT)" exec $(BIN)/python run.py

unit: dev-environment ## run the tests that are quick and need no Chromium, on SQLite: about a minute
	@$(CACHED) $(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist worksteal \
		--hypothesis-profile quick --ignore tests/browser -m "not slow and not long" $(PYTEST_ARGS)

test: dev-environment ## run every test on SQLite, then those that use the database on PostgreSQL
	@$(CACHED) $(BIN)/python tools/run_tests.py $(PYTEST_ARGS)

bench: dev-environment ## compare what requests cost with what they cost before
	@$(CACHED) $(BIN)/python -m bench.guard

html: dev-environment ## check every page with the Nu Html Checker (needs Java, npm and Chromium)
	@$(BIN)/python -m tools.check_html

commonmark: dev-environment ## count on how many examples of CommonMark we agree (needs npm)
	@$(BIN)/python -m tools.commonmark

citations: dev-environment ## compare lists of sources with citeproc-js (needs npm and node)
	@$(BIN)/python -m tools.citations

lint: dev-environment ## check format, style, types and the import contracts
	@status=0; \
	for check in "ruff format --check ." "ruff check ." "mypy" "lint-imports --no-logo"; do \
		echo "--- $$check"; $(BIN)/$$check || status=1; \
	done; exit $$status

format: dev-environment ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: dev-environment ## renew the lock files from setup.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.13,<0.14"
	$(COMPILE) --upgrade --extra test --extra lint --output-file requirements-dev.txt setup.cfg
	$(COMPILE) --upgrade --constraint requirements-dev.txt --output-file requirements.txt setup.cfg

translations: dev-environment ## list the texts without a Swedish translation
	@$(BIN)/python -m pytest -q tests/architecture/test_translations.py

clean: ## remove generated files, but not instance/
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "No $(PYTHON) found. Install Python 3.11 or newer," \
			"or set its path: make run PYTHON=/path/to/python3"; exit 1; }

run-environment: python
	@$(PYTHON) tools/environment.py run

dev-environment: python
	@$(PYTHON) tools/environment.py dev
