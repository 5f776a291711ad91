"""The author's outline: a Markdown file from which a map is drawn."""
