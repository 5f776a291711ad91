"""What is a learner's own, as a whole: exported, imported, deleted, or merged with another account's."""
