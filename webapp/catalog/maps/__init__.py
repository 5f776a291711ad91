"""Graph files: nodes, edges and colors, as far as they can be drawn."""
