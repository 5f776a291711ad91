"""`python -m deploy.serve` for tests: passwords cost as little as in `tests/conftest.py`, and the start a quarter less."""

from __future__ import annotations

import gc
import importlib

# Nothing becomes garbage while modules are imported.
gc.disable()
serve = importlib.import_module("deploy.serve")
hashing = importlib.import_module("webapp.accounts.hashing")
gc.enable()

if __name__ == "__main__":
    hashing.use_parameters(time_cost=1, memory_cost=64, threads=hashing.MOST_AT_ONCE)
    serve.main()
