"""How answers are made: assets, cached pages, fragments, filled-in outlines."""
