"""Tests of `webapp/db/`."""
