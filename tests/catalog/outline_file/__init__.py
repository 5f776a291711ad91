"""Tests of `webapp/catalog/outline_file/`."""
