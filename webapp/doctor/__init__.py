"""Looks a site over: what is well, what will hurt, and what to do about it."""
