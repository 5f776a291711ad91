"""What there is to learn: files of a content tree, read once into immutable values.

load.py, folder.py    a tree, and one folder of it, into roadmaps
model.py, catalog.py  the values
headers/              front matter
maps/                 graph files
outlines/             the outline of a map, as a person reads it
outline_files/        the author's outline, from which a map is drawn
texts/                topics, resources, Markdown
"""
