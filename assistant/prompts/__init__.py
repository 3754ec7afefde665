"""The prompts, each a template file beside this one, told apart by a hash of what they say."""

import hashlib
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
NAMES = ("answer", "question", "repair", "rewrite")


def prompt(name: str) -> Template:
    """A template; its fields are written $field. What is put into a field is never read as a template."""
    return Template((_FOLDER / f"{name}.txt").read_text("utf-8").strip())


def version() -> str:
    """The first 12 hexadecimal digits of the SHA-256 of all prompts."""
    texts = "\0".join((_FOLDER / f"{name}.txt").read_text("utf-8") for name in NAMES)
    return hashlib.sha256(texts.encode()).hexdigest()[:12]
