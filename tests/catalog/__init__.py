"""Tests of `webapp/catalog/`."""
