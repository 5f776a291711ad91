"""Tests of `webapp/drawing/`."""
