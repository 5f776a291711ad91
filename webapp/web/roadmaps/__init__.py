"""Roadmaps: the catalog, the pages of tags, and each roadmap's page, cards and files."""
