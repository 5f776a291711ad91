"""The distances of a map that is laid out from an outline, in units of the drawing."""

from __future__ import annotations

WIDTH, EDGE_MARGIN = 968.0, 20.0  # of the whole map
GUTTER = 58.0  # between a main topic and its blocks
MAIN_GAP = 40.0  # between two main topics
CLUSTER_GAP = 24.0  # between the blocks of two clusters
BLOCK_GAP = 14.0  # between two blocks of a cluster
ROW_GAP, COLUMN_GAP = 5.0, 10.0  # between the items of a block
INSET, NESTED_INSET = 16.0, 10.0  # from a box to its items
CLEARANCE = 12.0  # around what is already placed
LARGEST_GAP = 147.0  # a larger one on a side is closed
