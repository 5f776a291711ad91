"""Tests of `webapp/progress/`."""
