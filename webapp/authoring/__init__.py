"""Authoring: what `flask content …` does with a content tree, a module for each command.

`new` and `topic` create files, `layout` draws a map from its outline, `outline` writes an outline from a
map, `fix` repairs what `content check --fix` may, `import_tree` copies a tree from elsewhere, and `diff`
compares two trees. `texts`, `files`, `revisions` and `diff_pictures` are what several of them need.
"""
