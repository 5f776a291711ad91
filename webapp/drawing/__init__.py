"""Drawing: an outline to a laid-out graph, and a graph to SVG, CSS, PDF and PNG."""
