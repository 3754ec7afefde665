"""The eval reports that lie in a folder, read from their files, and what changed between two of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class UnreadableReportError(Exception):
    """A report.json is damaged, or of another version; the message says which."""


@dataclass(frozen=True, slots=True)
class Case:
    """How one eval case came out; `digest` stands for what it asks and expects."""

    key: str
    kind: str
    question: str
    digest: str
    right: bool
    said: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The cases, as they are in the newer report, that got right or wrong; and how many stayed."""

    better: tuple[Case, ...]
    worse: tuple[Case, ...]
    unchanged: int


def found(folder: Path) -> dict[str, Path]:
    """The report.json of the folder itself and of the folders in it, by a name to pick them by."""
    paths = [folder / "report.json", *sorted(folder.glob("*/report.json"))]
    return {"latest" if path.parent == folder else path.parent.name: path for path in paths if path.is_file()}


def cases(path: Path) -> Mapping[str, Case]:
    """The cases of a report.json, by key.

    Raises:
        UnreadableReportError: it is none.
    """
    try:
        read = [
            Case(
                f"{entry['article']}/{entry['id']}",
                entry["kind"],
                " → ".join(entry["turns"]),
                entry["digest"],
                bool(entry["right"]),
                entry["text"],
            )
            for entry in json.loads(path.read_text("utf-8"))["cases"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableReportError(
            f"{path.parent.name}/{path.name} cannot be read. Run the evals again."
        ) from error
    return {case.key: case for case in read}


def changes(old: Mapping[str, Case], new: Mapping[str, Case]) -> Changes:
    """What changed in the cases that ask and expect the same in both."""
    alike = [key for key in new if key in old and old[key].digest == new[key].digest]
    changed = [new[key] for key in alike if old[key].right != new[key].right]
    return Changes(
        tuple(case for case in changed if case.right),
        tuple(case for case in changed if not case.right),
        len(alike) - len(changed),
    )
