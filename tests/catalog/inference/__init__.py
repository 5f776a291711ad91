"""Tests of `webapp/catalog/inference/`."""
