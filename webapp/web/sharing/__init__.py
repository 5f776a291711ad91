"""What learners show of their progress to others: public profiles, links and badges."""
