"""Tests of `webapp/web/`."""
