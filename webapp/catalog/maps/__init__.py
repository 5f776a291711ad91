"""Graph files: nodes, edges and colours, as far as they can be drawn."""
