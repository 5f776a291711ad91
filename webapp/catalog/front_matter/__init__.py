"""Reads the front matter of a roadmap: a YAML header as typed values."""
