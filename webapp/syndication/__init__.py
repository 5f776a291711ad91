"""Catalogue to feeds and sitemap: deterministic bytes, so that readers can ask conditionally."""
