"""Reads graph files: the nodes, edges and colors that can be drawn."""
