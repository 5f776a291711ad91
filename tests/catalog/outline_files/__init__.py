"""Tests of `webapp/catalog/outline_files/`."""
