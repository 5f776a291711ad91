"""Mutation tests: changes one thing at a time in the modules that guard learners, and counts the changes
that the quick tests notice.

    .venv/bin/python -m bench.mutants [--tree FOLDER] [--modules FILE] [--count NUMBER] [--report FILE]

The tree is copied as it is committed; nothing is changed in the tree itself. Browser tests, PostgreSQL and
servers of their own are left out. The sample depends on the seed and the code alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Queue

from bench.mutations import Mutant, mutants_of

# What is mutated, and which share of the sample is taken from it.
MODULES = {
    "progress": (40, ["webapp/progress/*.py"]),
    "accounts": (60, ["webapp/accounts/*.py"]),
    "security": (
        45,
        [
            "webapp/web/site/origin_check.py",
            "webapp/web/site/headers.py",
            "webapp/web/site/visitor.py",
            "webapp/web/site/redirects.py",
            "webapp/web/site/new_guests.py",
            "webapp/web/site/session_cookies.py",
            "webapp/web/account/arrival.py",
            "webapp/learning/merging.py",
        ],
    ),
    "page cache": (25, ["webapp/web/site/page_cache.py"]),
    "catalog store": (15, ["webapp/web/site/catalog_store.py"]),
    "links": (15, ["webapp/catalog/links.py"]),
}
SEED = 9
PROCESSES = 2
# Seconds that the tests of one mutant may take by their usual times, and after which it counts as killed.
BUDGET, LIMIT = 40, 150
SCHEMA = ("tests/db/test_schema.py", "tests/db/test_migrations.py")
PLUGIN = Path(__file__).with_name("line_tracer.py")

Lines = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What one run of the quick tests told: seconds by test, and the lines that each test ran by file."""

    seconds: dict[str, float]
    lines: dict[str, Lines]


def main() -> int:
    """Runs the mutants and prints killed and survived by module, then the survivors."""
    options = _options()
    given = json.loads(options.modules.read_text()) if options.modules else None
    modules: dict[str, tuple[int, list[str]]] = given or MODULES
    with tempfile.TemporaryDirectory(prefix="milepost-mutants-") as folder:
        copies = [_copy(options.tree, Path(folder) / str(number)) for number in range(PROCESSES)]
        chosen = {
            group: _sample(copies[0], share, patterns, options)
            for group, (share, patterns) in modules.items()
        }
        if options.again:
            lived = set(options.again.read_text(encoding="utf-8").splitlines())
            chosen = {group: [m for m in found if str(m) in lived] for group, found in chosen.items()}
        known = _trace(copies[0], sorted({m.file for found in chosen.values() for m in found}))
        report = _report(chosen, _run_all(chosen, known, copies, options.budget))
    print(report)
    if options.report:
        options.report.write_text(report + "\n", encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, default=Path.cwd(), help="a work tree of git")
    parser.add_argument("--modules", type=Path, help="a JSON file in the shape of MODULES, for older trees")
    parser.add_argument("--only", default="", help="a part of the files' names")
    parser.add_argument("--count", type=int, default=0, help="mutants of each group instead of its share")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--again", type=Path, help="a report: only what survived there is tried")
    parser.add_argument("--budget", type=int, default=BUDGET, help="seconds that one mutant's tests may take")
    parser.add_argument("--report", type=Path)
    return parser.parse_args()


def _copy(tree: Path, copy: Path) -> Path:
    copy.mkdir()
    archive = subprocess.run(["git", "-C", tree, "archive", "HEAD"], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", copy], input=archive.stdout, check=True)
    (copy / PLUGIN.name).write_bytes(PLUGIN.read_bytes())
    return copy


def _sample(copy: Path, share: int, patterns: list[str], options: argparse.Namespace) -> list[Mutant]:
    """Returns mutants of a group: in turn one of each kind, so that constants do not crowd out the rest."""
    by_kind: dict[str, list[Mutant]] = defaultdict(list)
    for path in sorted(path for pattern in patterns for path in copy.glob(pattern)):
        name = str(path.relative_to(copy))
        for mutant in mutants_of(name, path.read_text(encoding="utf-8")) if options.only in name else ():
            by_kind[mutant.kind].append(mutant)
    dice = random.Random(options.seed)
    for kind in sorted(by_kind):
        dice.shuffle(by_kind[kind])
    wanted = options.count or share
    chosen: list[Mutant] = []
    while len(chosen) < wanted and any(by_kind.values()):
        chosen += [found.pop() for _, found in sorted(by_kind.items()) if found]
    return sorted(chosen[:wanted], key=lambda m: (m.file, m.line, m.text))


def _trace(copy: Path, files: list[str]) -> Known:
    """Runs the quick tests once, noting which lines of the files each of them runs."""
    began = time.monotonic()
    noted = copy / "lines.json"
    environ = {"MUTANTS_FILES": json.dumps(files), "MUTANTS_NOTED": str(noted)}
    done = _pytest(copy, ["tests"], environ, limit=1800, stop_at_first=False)
    if done != 0:
        print("some tests fail without a mutant: they are left out", file=sys.stderr)
    found = json.loads(noted.read_text())
    print(f"{len(found)} tests traced in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return Known(
        {test: seconds for test, (seconds, _) in found.items()},
        {test: {file: set(n) for file, n in lines.items()} for test, (_, lines) in found.items()},
    )


def _run_all(
    chosen: dict[str, list[Mutant]], known: Known, copies: list[Path], budget: int
) -> dict[Mutant, bool]:
    free: Queue[Path] = Queue()
    for copy in copies:
        free.put(copy)
    numbers = count(1)
    mutants = [m for found in chosen.values() for m in found]

    def run(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            is_killed = _is_killed(mutant, known, copy, budget)
        finally:
            free.put(copy)
        words = "killed" if is_killed else "SURVIVED"
        print(f"{next(numbers)}/{len(mutants)} {words} {mutant}", file=sys.stderr, flush=True)
        return is_killed

    with ThreadPoolExecutor(len(copies)) as threads:
        return dict(zip(mutants, threads.map(run, mutants), strict=True))


def _is_killed(mutant: Mutant, known: Known, copy: Path, budget: int) -> bool:
    tests = list(_tests_for(mutant, known, budget))
    if not tests:
        return False
    path = copy / mutant.file
    original = path.read_text(encoding="utf-8")
    try:
        _write(path, mutant.source)
        return _pytest(copy, tests, {}, LIMIT, stop_at_first=True) != 0
    finally:
        _write(path, original)


_moments = count(int(time.time()) - 10_000_000)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    # Python tells by size and whole seconds whether its bytecode is still that of the file.
    moment = next(_moments)
    os.utime(path, (moment, moment))


def _tests_for(mutant: Mutant, known: Known, budget: int) -> Iterator[str]:
    """Yields the tests that run the line, those of the module's own folder first, as many as fit the time.

    A line that runs while the module is imported is tested by whatever runs anything of the module, by the
    tests of its area, and where it is one of a table by those of the schema.
    """
    area = Path(mutant.file).parts[1]
    running = [test for test, lines in known.lines.items() if mutant.line in lines.get(mutant.file, ())]
    if not running:
        running = [test for test, lines in known.lines.items() if mutant.file in lines]
        near = (f"tests/{area}/", *SCHEMA) if mutant.file.endswith("models.py") else (f"tests/{area}/",)
        running += [test for test in known.lines if test.startswith(near) and test not in running]

    def order(test: str) -> tuple[bool, int, float]:
        is_far = not test.startswith((f"tests/{area}/", *SCHEMA))
        return is_far, -len(known.lines[test].get(mutant.file, ())), known.seconds[test]

    spent = 0.0
    for test in sorted(running, key=order):
        spent += known.seconds[test]
        if spent > budget:
            return
        yield test


def _pytest(
    copy: Path, tests: list[str], environ: dict[str, str], limit: int, *, stop_at_first: bool
) -> int | None:
    """Returns the exit code, or None after `limit` seconds."""
    chosen = copy / "tests.txt"
    chosen.write_text("\n".join(tests), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", PLUGIN.stem, "-o", "addopts="]
    command += ["-x"] if stop_at_first else []
    # A folder of its own for each copy: pytest removes those of earlier runs by their age.
    command += ["--basetemp", str(copy / "tmp"), "-p", "no:cacheprovider", f"@{chosen}"]
    process = subprocess.Popen(
        ["nice", "-n", "15", *command],
        cwd=copy,
        env={**os.environ, **environ, "PYTHONPATH": str(copy)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return None


def _report(chosen: dict[str, list[Mutant]], killed: dict[Mutant, bool]) -> str:
    lines = [f"{'module':<44} {'killed':>6} {'lived':>6} {'killed %':>9}"]
    for group, mutants in chosen.items():
        lines.append(_row(group, mutants, killed))
        files = sorted({m.file for m in mutants})
        lines += [_row(f"  {file}", [m for m in mutants if m.file == file], killed) for file in files]
    lines.append(_row("all", list(killed), killed))
    lines += ["", "survivors:", *[str(m) for m, is_killed in killed.items() if not is_killed]]
    return "\n".join(lines)


def _row(name: str, mutants: list[Mutant], killed: dict[Mutant, bool]) -> str:
    number = sum(killed[m] for m in mutants)
    share = 100 * number / len(mutants) if mutants else 100
    return f"{name:<44} {number:>6} {len(mutants) - number:>6} {share:>8.0f}%"


if __name__ == "__main__":
    raise SystemExit(main())
