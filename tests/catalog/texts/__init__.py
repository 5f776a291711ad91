"""Tests of `webapp/catalog/texts/`."""
