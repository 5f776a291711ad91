"""How the site is served in production."""
