"""Content that means harm, or that harms by mistake: each tree gets its own finding, and the rest of the site is served."""
