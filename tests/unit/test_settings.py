"""Settings come from a mapping, once."""

import dataclasses
from pathlib import Path

import pytest

from assistant.chat_model import ModelChoice
from assistant.errors import SettingsError
from assistant.settings import PROJECT, Settings


def test_defaults_are_paths_of_the_project_whatever_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_environment({}) == Settings(PROJECT / "corpus", PROJECT / ".index", False)
    assert PROJECT.is_absolute()
    assert (PROJECT / "pyproject.toml").is_file()


def test_every_variable_is_read() -> None:
    environment = {
        "ASSISTANT_CORPUS": "/news",
        "ASSISTANT_INDEX": "/idx",
        "ASSISTANT_TRACING": "1",
        "ASSISTANT_CHATS": "/kept/chats.sqlite3",
    }
    assert Settings.from_environment(environment) == Settings(
        Path("/news"), Path("/idx"), True, Path("/kept/chats.sqlite3")
    )


@pytest.mark.parametrize("value", ["", "0", "no", "false"])
def test_tracing_is_off_unless_it_is_1(value: str) -> None:
    assert Settings.from_environment({"ASSISTANT_TRACING": value}).tracing is False


def test_a_blank_variable_means_the_default() -> None:
    assert Settings.from_environment({"ASSISTANT_CORPUS": "", "ASSISTANT_INDEX": ""}) == Settings()


def test_others_variables_change_nothing() -> None:
    others = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "CHROMA_SERVER_HOST": "example.org",
    }
    assert Settings.from_environment(others) == Settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().tracing = True  # type: ignore[misc]


def test_a_model_is_off_unless_it_is_switched_on() -> None:
    assert Settings.from_environment({"OPENAI_API_KEY": "sk-secret"}).model == ""


def test_a_model_brings_its_own_key_and_no_other() -> None:
    keys = {"OPENAI_API_KEY": "sk-open", "ANTHROPIC_API_KEY": "sk-ant"}
    found = Settings.from_environment(keys | {"ASSISTANT_MODEL": "anthropic:claude-x"})
    assert (found.model, found.model_key) == ("anthropic:claude-x", "sk-ant")
    assert "sk-ant" not in repr(found)
    assert Settings.from_environment(keys | {"ASSISTANT_MODEL": "ollama:llama3.2"}).model_key == ""


def test_a_servers_address_is_in_no_representation() -> None:
    given = {"ASSISTANT_MODEL": "openai:x", "ASSISTANT_MODEL_URL": "http://ada:pass-word@127.0.0.1/v1"}
    found = Settings.from_environment(given)
    assert "pass-word" in found.model_url
    assert "pass-word" not in repr(found) + repr(ModelChoice.of(found))


@pytest.mark.parametrize("given", ["soon", "0", "-1", "1e9", "nan"])
def test_a_silence_that_is_no_number_of_seconds_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="Give seconds"):
        Settings.from_environment({"ASSISTANT_MODEL_TIMEOUT": given})
