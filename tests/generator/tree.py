"""A tree of any size: `grow(folder, seed, folders, topics)`."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

from tests.generator.graph import GraphMaker
from tests.generator.told import Told, ToldRoadmap
from webapp.catalog.load import RESERVED_SLUGS
from webapp.catalog.slug import slug_of

FOLDERS, GRAPHS, TOPICS = 84, 63, 7000
WITHOUT_HEADER, STUB_HEADER = 11, 10
TYPES = [*["article"] * 9, *["official"] * 6, *["video"] * 4, "opensource", "course", "feed", "offical", "Video", "podcast"]
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
ODD = ("R&D", "a < b", "Größe", "日本語", "C++", "C#", ".NET", "10x", "naïve", "«Zitat»", "Node.js", "<details>")


def grow(root: Path, seed: int = 1, folders: int = FOLDERS, topics: int = TOPICS) -> Told:
    """Writes a tree below `root` and says what is in it; the shares of what is odd are those of real trees."""
    return _Grower(root, random.Random(seed), folders, topics).grow()


class _Grower:
    def __init__(self, root: Path, chance: random.Random, folders: int, topics: int) -> None:
        self._base = root / "roadmaps"
        self._chance = chance
        self._folders = folders
        self._each = topics / max(1, folders * GRAPHS / FOLDERS)
        self._told = Told()
        self._shared: list[tuple[str, str]] = []
        self._here = ""
        self._slugs: list[str] = []

    def grow(self) -> Told:
        chance = self._chance
        while len(self._slugs) < self._folders:
            slug = "-".join(chance.sample(WORDS, chance.choice([1, 2, 2])))
            if slug not in self._slugs and slug not in RESERVED_SLUGS:
                self._slugs.append(slug)
        graphs = max(1, round(self._folders * GRAPHS / FOLDERS))
        bare = round(self._folders * WITHOUT_HEADER / FOLDERS)
        stub = round(self._folders * STUB_HEADER / FOLDERS)
        for number, slug in enumerate(self._slugs):
            header = "none" if number % 7 == 3 and bare > 0 else "stub" if number % 8 == 5 and stub > 0 else "whole"
            bare, stub = bare - (header == "none"), stub - (header == "stub")
            self._folder(slug, number, header, has_graph=number < graphs)
        return self._told

    def _folder(self, slug: str, number: int, header: str, has_graph: bool) -> None:
        chance, self._here = self._chance, slug
        told = self._told.roadmaps[slug] = ToldRoadmap(slug, has_header=header == "whole", has_graph=has_graph)
        folder = self._base / slug
        (folder / "content").mkdir(parents=True)
        if header != "none":
            (folder / f"{slug}.md").write_text(self._header(slug, number) if header == "whole" else "---\nrenderer: editor\n---\n")
        told.title = self._title(slug) if header == "whole" else ""
        wanted = 1 if has_graph and number == 1 else max(2, round(self._each * chance.uniform(0.5, 1.5)))
        if has_graph:
            maker = GraphMaker(chance, self.label, self._id, self._slugs, told)
            graph = maker.make(wanted)
            (folder / f"{slug}.json").write_text(json.dumps(graph, ensure_ascii=False))
        else:
            for _ in range(min(wanted, 40)):
                told.topics[self._id()] = self.label()
        self._texts(folder, told)
        if number % 20 == 4:
            (folder / f"{slug}-beginner.json").write_text(json.dumps({"nodes": [], "edges": []}))
        if number % 20 == 9:
            (folder / "mapping.json").write_text(json.dumps({"old": "new"}))

    def _texts(self, folder: Path, told: ToldRoadmap) -> None:
        chance = self._chance
        below = folder / "content" / "deep" if chance.random() < 0.1 else folder / "content"
        below.mkdir(exist_ok=True)
        for topic_id, label in list(told.topics.items()):
            if told.has_graph and chance.random() < 0.002:
                told.without_text.add(topic_id)
                continue
            self._write(below, f"{slug_of(label)}@{topic_id}.md", label, told)
            if chance.random() < 0.013:
                told.two_files.add(topic_id)
                self._write(below, f"{slug_of(label)}-old@{topic_id}.md", f"{label} before", told)
        if told.has_graph:
            for _ in range(round(len(told.topics) * 0.054)):
                orphan, label = self._id(), self.label()
                told.orphans.add(orphan)
                self._write(below, f"{slug_of(label)}@{orphan}.md", label, told)

    def _write(self, folder: Path, name: str, label: str, told: ToldRoadmap) -> None:
        told.files += 1
        (folder / name[-200:]).write_text(self._text(label), encoding="utf-8", newline="")

    def _text(self, label: str) -> str:
        chance = self._chance
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(20, 90))).capitalize()
        if chance.random() < 0.05:
            words += " Use `<br>` or a <div> here, at $5 each."
        rows = []
        for _ in range(chance.randint(0, 4)):
            kind = chance.choice(
                ["article"] * 9 + ["official"] * 6 + ["video"] * 4 + ["opensource", "course", "feed", "offical", "Video", "podcast"]
            )
            url = f"https://example.org/{chance.choice(WORDS)}/{chance.randint(1, 9999)}"
            odd = chance.random()
            url = f"{url}_(thing)" if odd < 0.02 else f"ttps://{url[8:]}" if odd < 0.03 else url
            row = f"- [@{kind}@{chance.choice(WORDS).title()} Guide]({url})"
            rows.append(row.replace("@", " ", 2).replace(" ", "@", 1) if odd > 0.995 else f"* {row[2:]}" if odd > 0.98 else row)
        head = "" if chance.random() < 0.01 else f"# {label.strip()}\n\n"
        body = "" if chance.random() < 0.005 else f"{words}.\n\nVisit the following resources to learn more:\n\n"
        text = head + body + "\n".join(rows) + ("\n" if chance.random() < 0.9 else "")
        return text.replace("\n", "\r\n") if chance.random() < 0.02 else text

    def label(self) -> str:
        """A label as people write them: one to five words, now and then an odd one or outer blanks."""
        chance = self._chance
        words = [chance.choice(WORDS).title() for _ in range(chance.choice([1, 2, 2, 3, 3, 4, 5]))]
        if chance.random() < 0.06:
            words.append(chance.choice(ODD))
        return " ".join(words) + chance.choice(["", "", "", "", " "])

    def _id(self) -> str:
        """A fresh id; now and then one that another roadmap has already."""
        chance = self._chance
        if self._shared and chance.random() < 0.01 and self._shared[-1][0] != self._here:
            return self._shared.pop()[1]
        made = "".join(chance.choice(LETTERS) for _ in range(21))
        if chance.random() < 0.02:
            self._shared.insert(0, (self._here, made))
        return made

    def _title(self, slug: str) -> str:
        return f"{slug.replace('-', ' ').title()} Developer"

    def _header(self, slug: str, number: int) -> str:
        chance = self._chance
        related = ", ".join(f"'{s}'" for s in [*chance.sample(self._slugs, min(3, len(self._slugs))), "gone-away"])
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
isUpcoming: false
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
