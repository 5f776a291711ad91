"""Reads the Markdown outline that an author writes beside a map."""
