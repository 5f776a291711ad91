"""What all areas of the site share: requests, responses and the visitor."""
