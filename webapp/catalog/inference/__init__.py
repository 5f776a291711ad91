"""Infers the outline of a map that has no outline file from edges, boxes and coordinates."""
