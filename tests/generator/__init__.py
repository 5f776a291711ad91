"""Makes whole content trees as messy as real ones, from a seed, and says what it put in."""
