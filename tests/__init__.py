"""The tests mirror `webapp/`."""
