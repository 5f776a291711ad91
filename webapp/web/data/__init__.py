"""What a learner can do with their data as a whole: take it along, bring it, delete it, merge accounts."""
