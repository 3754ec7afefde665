"""What is measured of the page where there is no browser to open it."""

from pathlib import Path

import pytest

from tests.browser import timing


def test_without_a_browser_the_page_is_left_out_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert timing.main() == 0
    assert "left out: there is no chromium. On Debian: apt install chromium" in capsys.readouterr().out
