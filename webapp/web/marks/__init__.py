"""Marking many topics at once."""
