"""The outline of a map, read as a person reads it who looks at it."""
