"""What a backup holds, and of which versions: the first file in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from webapp.backups.errors import BackupError
from webapp.backups.proof import Proof

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size and SHA-256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made, of what, and what its files have to be."""

    made_at: datetime
    milepost: str
    schema: str
    content: str
    database: str
    files: dict[str, FileFacts]
    proof: Proof

    def as_json(self) -> bytes:
        """Returns the manifest as it is written."""
        facts = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(facts, indent=2, sort_keys=True).encode()


def read_manifest(raw: bytes) -> Manifest:
    """Returns the manifest of its JSON. Raises BackupError."""
    try:
        facts: dict[str, Any] = json.loads(raw)
        if facts["format"] != FORMAT:
            raise BackupError("the backup is of a newer release of Milepost: restore it with that one.")
        return Manifest(
            made_at=datetime.fromisoformat(facts["made_at"]),
            milepost=str(facts["milepost"]),
            schema=str(facts["schema"]),
            content=str(facts["content"]),
            database=str(facts["database"]),
            files={str(name): FileFacts(**file) for name, file in facts["files"].items()},
            proof=Proof(**facts["proof"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("the backup is damaged: its manifest cannot be read.") from error
