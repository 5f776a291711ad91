"""Roadmaps: page, map, list, cards and files."""
