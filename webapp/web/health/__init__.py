"""For those who watch over the site."""
