"""Topics: their files, resources and links, and Markdown as sanitised HTML."""
