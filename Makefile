# make run      everything, from nothing: environment, engines, feed (or simulator), worker, web
# make test     the whole test suite, its browser included
# make check    style, types and the architecture contract
# make test-fault  hostile clients, long hangs, reloads under load: minutes, on a machine of their own
# make test-api the REST API met by many more generated requests (API_EXAMPLES an operation, API_SEED)
# make bench    measurements, written to docs/benchmarks.md (ARGS=--all: the long ones too)
# make clean    throws away the environment, the data of the embedded engines and all caches
#
# PYTHON=... names the interpreter (3.11 or newer); PORT=... and HOST=... say where `run` serves.

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
PYTEST_ARGS ?=

.PHONY: run test test-fault test-api check bench clean install install-test browser
.DEFAULT_GOAL := run

install:
	@$(PYTHON) .ci/install.py run

install-test:
	@$(PYTHON) .ci/install.py test

browser:
	@bash .ci/browser

# `exec` makes the product the direct child of make, and --exit-with-parent ends it should make be killed.
run: install
	@exec $(BIN)/vnmarket up --exit-with-parent $(ARGS)

check: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/contract

# One run, so that one summary covers everything. Tests are spread over the cores; those that drive
# a browser run one after another in one worker (tests/conftest.py).
test: install-test browser
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadscope -m "not fault" $(PYTEST_ARGS)

# What takes minutes and the whole machine, one after the other.
test-fault: install-test
	$(BIN)/python -m pytest -m fault $(PYTEST_ARGS)

# A new seed each time, printed with what it found.
test-api: install-test
	API_EXAMPLES=$${API_EXAMPLES:-2000} API_SEED=$${API_SEED:-$$(date +%s)} \
		$(BIN)/python -m pytest $(PYTEST_ARGS) tests/integration/test_openapi.py

bench: install-test
	$(BIN)/python -m tests.bench $(ARGS)

clean:
	rm -rf .venv .venv.lock var build core/compiled.stamp dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find core -name "*.so" -delete
	find core workers dashboard tests -name __pycache__ -type d -prune -exec rm -rf {} +
