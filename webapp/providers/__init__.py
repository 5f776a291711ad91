"""Signing in at another site: where a browser is sent to, and what the other site tells afterwards."""
