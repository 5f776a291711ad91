"""A tree of any size: `grow(folder, seed, folders, topics)`."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path
from typing import Any

from tests.generator.graph import GraphMaker
from tests.generator.told import Told, ToldRoadmap
from webapp.catalog.slug import slug_of
from webapp.web.site.reserved_slugs import PROMISED

# Words that are addresses of the site.
TAKEN = PROMISED | {"feed", "search", "static"}

FOLDERS, GRAPHS, LISTS, TOPICS = 84, 63, 18, 7000
# How often each anomaly occurs: of folders, of graphs, of topics, of texts.
RATES = {
    "none": 11 / 84, "stub": 10 / 73, "mapping": 4 / 84, "nested": 8 / 84, "mockup": 3 / 18, "variant": 4 / 63, "twin": 16 / 63,
    "without text": 14 / 6950, "two files": 125 / 9000, "named": 0.5, "orphan": 382 / 6950,
}  # fmt: skip
TYPES = [
    *["article"] * 9,
    *["official"] * 6,
    *["video"] * 4,
    "opensource",
    "course",
    "feed",
    "offical",
    "Video",
    "podcast",
]
LETTERS = string.ascii_letters + string.digits + "_-"
WORDS = """
array async audit balance binary branch browser buffer bundle cache canvas class client clone closure cloud cluster column
commit compile config consensus container context contract cookie cursor daemon data decode deploy design docker domain driver
element encode engine entity event factory feature fetch filter firewall frame function gateway git graph grid handler hash heap
hook host index ingress input iterator join kernel key latency layer layout ledger library lint listen load lock log loop macro
map merge message meter method metric migrate mirror mock model module monitor mutex network node object offset operator packet
page parser patch path pattern pipe plugin pointer policy pool port process profile promise proxy query queue range react record
redirect reducer registry render replica request resolver response retry role root route row runtime sandbox schema scope script
search secret seed sensor server service session shard shell signal slice socket sort source stack state static stream style
switch sync syntax table tag task template tenant test thread token topology trace tree trigger tunnel type union update vector
version view
""".split()  # noqa: SIM905  # a list of words is for reading
ODD = (
    "R&D",
    "a < b",
    "Größe",
    "日本語",
    "C++",
    "C#",
    ".NET",
    "10x",
    "naïve",
    "«Zitat»",
    "Node.js",
    "<details>",
)


def grow(root: Path, seed: int = 1, folders: int = FOLDERS, topics: int = TOPICS) -> Told:
    """Writes a tree below `root` and says what is in it; the shares of what is odd are those of real
    trees.
    """
    return _Grower(root, random.Random(seed), folders, topics).grow()


class _Grower:
    def __init__(self, root: Path, chance: random.Random, folders: int, topics: int) -> None:
        self._base = root / "roadmaps"
        self._chance = chance
        self._folders = folders
        self._graphs = max(2, round(folders * GRAPHS / FOLDERS))
        self._bare_lists = round(folders * LISTS / FOLDERS)
        self._each = topics / self._graphs
        self._told = Told()
        self._shared: list[tuple[str, str, str]] = []
        self._here = ""
        self._slugs: list[str] = []
        self._tallies: dict[str, float] = {}

    def grow(self) -> Told:
        chance = self._chance
        while len(self._slugs) < self._folders:
            slug = "-".join(chance.sample(WORDS, chance.choice([1, 2, 2])))
            if slug not in self._slugs and slug not in TAKEN:
                self._slugs.append(slug)
        for number, slug in enumerate(self._slugs):
            header = "none" if self._falls("none") else "stub" if self._falls("stub") else "whole"
            kind = (
                "graph"
                if number < self._graphs
                else "list"
                if number < self._graphs + self._bare_lists
                else "empty"
            )
            self._folder(slug, number, header if kind != "empty" else "whole", kind)
        return self._told

    def _falls(self, name: str) -> bool:
        """Whether it is the turn of something that is as frequent as the table says: evenly, so that
        small trees have it too.
        """
        due = self._tallies.get(name, 0.5) + RATES[name]
        self._tallies[name] = due - int(due)
        return due >= 1

    def _folder(self, slug: str, number: int, header: str, kind: str) -> None:
        chance, self._here = self._chance, slug
        told = self._told.roadmaps[slug] = ToldRoadmap(slug, header=header, has_graph=kind == "graph")
        folder = self._base / slug
        (folder / "content").mkdir(parents=True)
        if header != "none":
            text = (
                self._header(slug, number, kind == "empty")
                if header == "whole"
                else "---\nrenderer: editor\n---\n"
            )
            (folder / f"{slug}.md").write_text(text, encoding="utf-8")
        told.title = self._title(slug) if header == "whole" else ""
        if kind == "graph":
            wanted = 1 if number == 1 else max(3, round(self._each * chance.choice([0.5, 0.8, 1, 1.2, 1.5])))
            maker = GraphMaker(chance, self.label, self._topic, self._slugs, told, self._falls)
            graph = maker.make(wanted)
            (folder / f"{slug}.json").write_text(json.dumps(graph, ensure_ascii=False), encoding="utf-8")
            if self._falls("variant"):
                self._variant(folder, graph, told)
        elif kind == "list":
            told.topics.update(self._topic() for _ in range(round(self._each * chance.uniform(0.8, 1.2))))
            told.topics = {name: " ".join(label.split()) for name, label in told.topics.items()}
            if self._falls("mockup"):
                (folder / f"{slug}.json").write_text(
                    json.dumps({"mockup": {"controls": {"control": []}}}), encoding="utf-8"
                )
        if self._falls("mapping"):
            (folder / "mapping.json").write_text(json.dumps({"old": "new"}), encoding="utf-8")
        self._texts(folder, told)

    def _variant(self, folder: Path, graph: dict[str, Any], told: ToldRoadmap) -> None:
        """A shorter map beside the map: the beginning of it, with the same ids."""
        nodes = graph["nodes"][: max(4, len(graph["nodes"]) // 2)]
        told.variant = f"{told.slug}-beginner"
        told.variant_topics = (
            {n["id"] for n in nodes if n["type"] in {"topic", "subtopic"}}
            - set(told.twins)
            - set(told.twins.values())
        )
        text = json.dumps({"nodes": nodes, "edges": graph["edges"]}, ensure_ascii=False)
        (folder / f"{told.variant}.json").write_text(text, encoding="utf-8")

    def _texts(self, folder: Path, told: ToldRoadmap) -> None:
        below = folder / "content" / "deep" if self._falls("nested") else folder / "content"
        below.mkdir(exist_ok=True)
        for topic_id, label in list(told.topics.items()):
            if told.has_graph and self._falls("without text"):
                told.without_text.add(topic_id)
                continue
            wanted = slug_of(label)
            if self._falls("two files"):
                named = self._falls("named")
                told.two_files[topic_id] = label if named else f"{label} now"
                self._write(below, f"{wanted}-old@{topic_id}.md", f"{label} before", told, "")
                self._write(
                    below,
                    f"{wanted if named else f'{wanted}-z'}@{topic_id}.md",
                    told.two_files[topic_id],
                    told,
                    "",
                )
            else:
                self._write(below, f"{wanted}@{topic_id}.md", label, told)
        for _ in range(sum(self._falls("orphan") for _ in told.topics) if told.has_graph else 0):
            orphan, label = self._topic()
            told.orphans.add(orphan)
            self._write(below, f"{slug_of(label)}@{orphan}.md", label, told)

    def _write(self, folder: Path, name: str, label: str, told: ToldRoadmap, odd: str = "odd") -> None:
        told.files += 1
        (folder / name[-200:]).write_text(self._text(label, bool(odd)), encoding="utf-8", newline="")

    def _text(self, label: str, may_be_odd: bool) -> str:
        chance = self._chance
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(20, 90))).capitalize()
        if chance.random() < 0.05:
            words += " Use `<br>` or a <div> here, at $5 each."
        rows = []
        for _ in range(chance.randint(0, 4)):
            kind = chance.choice(
                ["article"] * 9
                + ["official"] * 6
                + ["video"] * 4
                + ["opensource", "course", "feed", "offical", "Video", "podcast"]
            )
            url = f"https://example.org/{chance.choice(WORDS)}/{chance.randint(1, 9999)}"
            odd = chance.random()
            url = f"{url}_(thing)" if odd < 0.02 else f"ttps://{url[8:]}" if odd < 0.03 else url
            row = f"- [@{kind}@{chance.choice(WORDS).title()} Guide]({url})"
            rows.append(
                row.replace("@", " ", 2).replace(" ", "@", 1)
                if odd > 0.995
                else f"* {row[2:]}"
                if odd > 0.98
                else row
            )
        head = "" if may_be_odd and chance.random() < 0.01 else f"# {label.strip()}\n\n"
        body = (
            "" if chance.random() < 0.005 else f"{words}.\n\nVisit the following resources to learn more:\n\n"
        )
        text = head + body + "\n".join(rows) + ("\n" if chance.random() < 0.9 else "")
        return text.replace("\n", "\r\n") if chance.random() < 0.02 else text

    def label(self) -> str:
        """A label as people write them: one to five words, now and then an odd one or outer blanks."""
        chance = self._chance
        words = [chance.choice(WORDS).title() for _ in range(chance.choice([1, 2, 2, 3, 3, 4, 5]))]
        if chance.random() < 0.06:
            words.append(chance.choice(ODD))
        return " ".join(words) + chance.choice(["", "", "", "", " "])

    def _topic(self) -> tuple[str, str]:
        """A fresh id with a label; now and then an id that another roadmap has already, half of the time
        for another topic.
        """
        chance = self._chance
        if self._shared and chance.random() < 0.01 and self._shared[-1][0] != self._here:
            _, made, label = self._shared.pop()
            return made, label if chance.random() < 0.5 else self.label()
        made, label = "".join(chance.choice(LETTERS) for _ in range(21)), self.label()
        if chance.random() < 0.02:
            self._shared.insert(0, (self._here, made, label))
        return made, label

    def _title(self, slug: str) -> str:
        return f"{slug.replace('-', ' ').title()} Developer"

    def _header(self, slug: str, number: int, is_upcoming: bool) -> str:
        chance = self._chance
        related = ", ".join(
            f"'{s}'" for s in [*chance.sample(self._slugs, min(3, len(self._slugs))), "gone-away"]
        )
        return f"""---
jsonUrl: '/jsons/roadmaps/{slug}.json'
pdfUrl: '/pdfs/roadmaps/{slug}.pdf'
order: {chance.choice([1, 2, 3, 3, 3.5, 10])}
renderer: 'editor'
briefTitle: '{self._title(slug)[:-10]}'
briefDescription: 'Step by step guide to {slug}'
title: '{self._title(slug)}'
description: 'Everything there is to learn about {slug.replace("-", " ")} in {number + 1} steps'
hasTopics: true
isNew: {str(number % 9 == 0).lower()}
isHidden: {str(number % 17 == 16).lower()}
isUpcoming: {str(is_upcoming).lower()}
dimensions:
  width: 968
  height: {chance.randint(1500, 5000)}.5
question:
  title: 'What is {slug}?'
  description: |
    It is **something** that people learn.
schema:
  headline: '{slug} Roadmap'
  description: 'Learn {slug}'
  imageUrl: '/roadmaps/{slug}.png'
  datePublished: '2023-01-05'
  dateModified: 2024-02-03
seo:
  title: '{slug} Roadmap'
  description: 'Learn {slug} with this guide'
  keywords: ['{slug}', 'guide to {slug}']
relatedRoadmaps: [{related}]
relatedQuestions: ['{slug}']
sitemap:
  priority: 1
  changefreq: monthly
tags: ['roadmap', 'main-sitemap', '{chance.choice(["role-roadmap", "skill-roadmap"])}', '{chance.choice(WORDS)}']
---
"""
