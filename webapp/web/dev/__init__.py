"""Pages for authors while they write, with `make dev`."""
