"""What a measurement's child process is told: the settings of the caller are none of them."""

import os
import re
import subprocess
import sys

import pytest

from assistant.settings import PROJECT
from evals.children import SETTINGS, as_shipped


def test_every_variable_that_the_settings_are_read_from_is_taken_out() -> None:
    source = (PROJECT / "assistant" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'"(ASSISTANT_\w+|\w+_API_KEY)"', source))
    assert {"ASSISTANT_MODEL", "OPENAI_API_KEY"} < read
    assert set(SETTINGS) == read


def test_a_child_has_the_rest_of_the_environment_and_what_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in SETTINGS:
        monkeypatch.setenv(name, "of the caller")
    monkeypatch.setenv("HARBOUR", "open")
    command = as_shipped([sys.executable, "-c", "import os; print(*sorted(os.environ.items()), sep='\\n')"],
                         ASSISTANT_INDEX="a folder")  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "of the caller" not in told
    assert "('ASSISTANT_INDEX', 'a folder')" in told
    assert "('HARBOUR', 'open')" in told
    assert os.environ["ASSISTANT_INDEX"] == "of the caller"
