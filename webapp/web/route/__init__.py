"""The route to a topic: choosing where to get, and what is missing on the way."""
