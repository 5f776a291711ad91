"""Tests of `webapp/catalog/outlines/`."""
