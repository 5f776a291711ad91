"""The folders of a site: space on their disks, and the kind of their file system."""

from __future__ import annotations

import os
from pathlib import Path

from webapp.doctor.result import LOOK, WRONG, Result, Trouble, judge

MEGABYTE = 1024 * 1024
# Below the first a database soon cannot be written to, below the second it is time to make room.
LEAST_BYTES, FEW_BYTES = 100 * MEGABYTE, 1024 * MEGABYTE
LEAST_FILES = 1000
# SQLite's locks and its shared memory do not work over a network.
NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "ceph", "fuse.gluster", "afs", "lustre", "fuse.s3")


def check_disk(folders: list[Path]) -> Result:
    """Returns whether there is space for what the site writes."""
    there = [_existing(folder) for folder in folders]
    troubles = [trouble for folder in there for trouble in _troubles(folder)]
    least = min(_free_bytes(folder) for folder in there)
    return judge("disk", troubles, f"{least // MEGABYTE:,} MB are free.")


def network_file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Returns the name of the network file system that a file lies on, or an empty text."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place, kind = "", ""
    for fields in (line.split() for line in lines):
        if len(fields) < 3:
            continue
        folder = fields[1].replace("\\040", " ")
        # The mount that was made last hides those below it.
        if path.is_relative_to(folder) and len(folder) >= len(place):
            place, kind = folder, fields[2]
    return kind if kind.startswith(NETWORK) else ""


def _troubles(folder: Path) -> list[Trouble]:
    stat, free = os.statvfs(folder), _free_bytes(folder)
    shown = f"{folder} has {free // MEGABYTE:,} MB left"
    # Some file systems have no fixed number of files, and say 0.
    has_few_files = stat.f_files and stat.f_favail < LEAST_FILES
    return [
        (free < LEAST_BYTES, WRONG, f"{shown}: make room, or nothing can be written soon."),
        (LEAST_BYTES <= free < FEW_BYTES, LOOK, f"{shown}: make room before it is full."),
        (has_few_files, WRONG, f"{folder} has room for {stat.f_favail} more files: delete some."),
        (not os.access(folder, os.W_OK), WRONG, f"{folder} is not this user's to write to: chown it."),
    ]


def _free_bytes(folder: Path) -> int:
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
