# Everything that is run by hand: `make run`, `make test`, `make engines`, `make faults`, `make image`, `make check`, `make dev`, `make bench`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One lock for every Python and platform: markers stay in it, and the oldest Python decides.
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run dev test engines faults image check bench lint format messages lock migrate
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
	@exec $(BIN)/python -m deploy.serve

dev: $(VENV)/.run
	@$(BIN)/flask --app wsgi db upgrade
	@exec $(BIN)/flask --app wsgi run --debug \
		--host $${HOST:-$$($(BIN)/dotenv get HOST 2>/dev/null || echo 127.0.0.1)} \
		--port $${PORT:-$$($(BIN)/dotenv get PORT 2>/dev/null || echo 8000)}

# Three at once: of two, one often waits for a time-out that it tests.
test: $(VENV)/.dev
	@tests/machine.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 3

engines: $(VENV)/.dev
	@tests/machine.sh engines
	@$(BIN)/python -m pytest -q -n 3 --dist loadgroup -m engines tests/engines

image: $(VENV)/.dev
	@$(BIN)/python -m pytest -q -n 0 -m image tests/deploy

# The long form of the kills, and other faults: each file is where its area is.
FAULTS := tests/faults tests/db/test_hung.py tests/db/test_locked.py tests/db/test_gate.py tests/db/test_readiness.py tests/deploy/test_full_disk.py \
	tests/deploy/test_restarts.py tests/deploy/test_reload.py tests/mail/test_queue.py
faults: $(VENV)/.dev
	@tests/machine.sh
	@$(BIN)/python -m pytest -q -n 1 -m "faults or not engines and not image" $(FAULTS)

check: $(VENV)/.dev lint
	@$(BIN)/python -m pytest -q -m "not slow"

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/biome check --error-on-warnings --log-level=warn .

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/biome check --write .

messages: $(VENV)/.dev
	@mkdir -p webapp/translations
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword lazy_gettext --keyword gettext_noop \
		--project milepost --sort-by-file --output-file webapp/translations/messages.pot webapp templates
	@echo "The texts to translate are in webapp/translations/messages.pot"

lock: $(VENV)/.dev
	@$(BIN)/uv pip compile $(LOCKED) --output-file requirements.lock pyproject.toml
	@$(BIN)/uv pip compile $(LOCKED) --extra dev --output-file requirements-dev.lock pyproject.toml

migrate: $(VENV)/.run
	@echo "Bringing the database up to date"
	@$(BIN)/flask --app wsgi db upgrade
