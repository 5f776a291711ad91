"""Finds the text files of a roadmap, and the topic that each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from webapp.catalog.files import LARGEST_TEXT, Tree
from webapp.catalog.findings import Findings
from webapp.catalog.sanitize import sanitize
from webapp.catalog.slug import TOPIC_ID
from webapp.catalog.texts.path_ids import former_ids, is_own_text, path_ids, slug_of_path

MOST_TEXTS = 5000
MOST_BYTES = 32 << 20
# Files at the top of the folder that are about the folder itself.
NO_TOPICS = frozenset({"index", "readme", "contributing", "license"})


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with the text of a topic: its path below the folder of texts, the slug in its name, its bytes.

    `has_id` is False where the path serves as the topic's id.
    """

    path: str
    slug: str
    data: bytes
    has_id: bool = True

    @property
    def place(self) -> tuple[str, ...]:
        """The path as parts, in which a folder's own text is the folder."""
        path = PurePosixPath(self.path)
        return path.parts[:-1] if is_own_text(path) else (*path.parts[:-1], path.stem)


@dataclass(frozen=True, slots=True)
class Texts:
    """The text files of a roadmap by topic id, those of one id by path.

    `aliases` maps the ids that paths gave in earlier versions to those that they give now.
    """

    files: Mapping[str, Sequence[TextFile]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def find_texts(folder: Path, tree: Tree, found: Findings, names_alone: bool = False) -> Texts:
    """Returns the text files of a folder.

    With `names_alone` the path of a file without an id is its id: `101-basics/100-loops.md` is
    `101-basics-100-loops`.
    """
    if folder.is_dir() and not tree.holds(folder):
        found.error(
            "folder", "it is a link that leads out of the content tree", "Put the folder itself there."
        )
        return Texts()
    paths = tree.files_below(folder, ".md")
    if len(paths) > MOST_TEXTS:
        found.error("content", f"there are more than {MOST_TEXTS} files", "Split the roadmap.")
        return Texts()
    unnamed = [p for p in paths if names_alone and _is_named_by_path(p, folder)]
    named = {p.stem.rpartition("@")[2] for p in paths if "@" in p.stem}
    ids = path_ids([PurePosixPath(p.relative_to(folder)) for p in unnamed], named)
    texts: dict[str, list[TextFile]] = {}
    size = 0
    for path in paths:
        about = found.of(tree.name(path))
        place = PurePosixPath(path.relative_to(folder))
        topic_id = _id(place, ids, about)
        data = tree.read(path, about, LARGEST_TEXT) if topic_id else None
        if data is None:
            continue
        size += len(data)
        if size > MOST_BYTES:
            what = f"its texts are larger than {MOST_BYTES >> 20} MB together"
            found.error("content", what, "Split the roadmap.")
            break
        slug = slug_of_path(place) if place in ids else place.stem.rpartition("@")[0]
        file = TextFile(sanitize(place.as_posix()), sanitize(slug), data, has_id=place not in ids)
        texts.setdefault(topic_id, []).append(file)
    return Texts(texts, {old: new for old, new in former_ids(ids).items() if old not in texts})


def choose_text(files: Sequence[TextFile], wanted: str) -> TextFile:
    """Returns the file of a topic that is named like its label, else the last one by path."""
    named = [f for f in files if f.slug == wanted]
    return (named or files)[-1]


def _is_named_by_path(path: Path, folder: Path) -> bool:
    return "@" not in path.stem and not (path.parent == folder and path.stem.lower() in NO_TOPICS)


def _id(place: PurePosixPath, ids: Mapping[PurePosixPath, str], about: Findings) -> str:
    """Returns the id of the topic of a file, or an empty string, with a finding, if it has none."""
    if place in ids:
        what = f"it has no id; {ids[place]} serves as one"
        about.note("name", what, "Name it <label-slug>@<id>.md.")
        return ids[place]
    _, sign, topic_id = place.stem.rpartition("@")
    if sign and TOPIC_ID.match(topic_id):
        return topic_id
    about.note("name", "it is no topic's text and is left out", "Name it <label-slug>@<id>.md.")
    return ""
