"""Pages about how a learner spreads the learning: streak, year, plan, calendar and weekly mail."""
