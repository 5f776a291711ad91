"""Reads a content tree: one folder after the other, into one catalog."""
