"""Pages for authors, which are served only by `make dev`."""
