"""The notes of a learner, all together."""
