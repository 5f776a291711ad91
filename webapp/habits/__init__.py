"""How learners spread their learning over days: their days, streaks, plans, and the weekly mail."""
