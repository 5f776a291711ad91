"""What there is to learn: files of a content tree, read once into immutable values.

load.py, folder.py      reads a tree, and one folder of it, into roadmaps
cache.py                keeps what was read between two starts
model.py, catalog.py    the values
front_matter/           front matter: YAML as typed values (front_matter_values.py)
maps/                   graph files
outline_file/           the Markdown outline that an author writes, from which a map is laid out
inference/              the outline of a map without such a file, inferred from coordinates
texts/                  topics, resources, Markdown
"""
