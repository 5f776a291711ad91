"""Feeds, sitemap and other files for programs."""
