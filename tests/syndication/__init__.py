"""Tests of `webapp/syndication/`."""
