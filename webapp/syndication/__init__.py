"""Syndication: the catalog as feeds and as a sitemap.

The same catalog always gives the same bytes, so that conditional requests can be answered by 304.
"""
