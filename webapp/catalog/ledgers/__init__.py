"""Ledgers: reading them, and what is wrong with them."""
