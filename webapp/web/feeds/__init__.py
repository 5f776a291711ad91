"""Feeds, sitemap and what machines read."""
