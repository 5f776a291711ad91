"""Topics: page, panel, status."""
