"""A learner's own pages."""
