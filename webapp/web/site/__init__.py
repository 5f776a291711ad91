"""What all areas of the site share: requests, answers, and who asks."""
