"""Drawing: an outline becomes a laid-out graph, and a graph becomes SVG, CSS, PDF and PNG.

From an outline to a graph, in the order of the work: `blocks` groups the topics of a main topic and divides
them between both sides, `placement` gives each cluster its place, `compaction` closes large gaps,
`collisions` answers what overlaps or crosses what, `graph_writer` writes nodes and edges in the public
format, and `layout` calls them all.

From a graph to a drawing: `static_shapes` has the shapes that are only drawn, `link_shapes` the boxes and
labels that are links on the page. Two kinds of SVG are made of them:

- `svg_layers` are the two layers of the page's map: one under the HTML links, which `stylesheet` puts in
  their places, and one above them.
- `standalone_svg` is a complete picture, links included, for the PDF (`pdf`), the picture for sharing
  (`share_picture`) and the picture of a change (`diff_picture`). `typesetting` turns these into files.

All lengths are in the units of the graph, which are pixels of its editor. A y grows downwards.
"""
