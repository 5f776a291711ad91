"""Progress: the journal is the truth, the marks are its present state."""
