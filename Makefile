# Everything that is run by hand: `make run`, `make test`, `make dev`, `make bench`.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run dev test bench lint lock migrate
.DEFAULT_GOAL := run

$(VENV)/.run: requirements.lock
	@echo "Installing what Milepost needs into $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@echo "Installing what the tests need into $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

run: $(VENV)/.run
	@echo "Bringing the database up to date"
	@$(BIN)/flask --app wsgi db upgrade
	@echo "Milepost answers on http://$(HOST):$(PORT) (Ctrl+C stops it)"
	@exec $(BIN)/python -m deploy.serve --host $(HOST) --port $(PORT)

dev: $(VENV)/.run
	@$(BIN)/flask --app wsgi db upgrade
	@exec $(BIN)/flask --app wsgi run --debug --host $(HOST) --port $(PORT)

test: $(VENV)/.dev
	@tests/machine.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint templates --lint --quiet

lock:
	$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --extra dev --output-file requirements-dev.lock pyproject.toml

migrate: $(VENV)/.run
	$(BIN)/flask --app wsgi db upgrade
