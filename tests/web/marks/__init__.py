"""Tests of `webapp/web/marks/`."""
