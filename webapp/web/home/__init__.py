"""The front page, the catalogue and the pages of tags."""
