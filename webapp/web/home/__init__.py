"""The front page, the catalog and the pages of tags."""
