"""Blueprints: one file per group of addresses."""
