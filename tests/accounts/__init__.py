"""Tests of `webapp/accounts/`."""
