import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from passerelle.settings import Settings, SettingsError, markdown_table, read_settings


def test_the_readme_documents_every_setting(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    match = re.search(r"<!-- settings -->\n(.*?)\n?<!-- /settings -->", readme, re.DOTALL)
    assert match, "README.md has no <!-- settings --> … <!-- /settings -->"
    assert match[1].strip() == markdown_table(), "put the output of passerelle.settings.markdown_table() there"


def test_every_setting_says_what_it_is() -> None:
    assert all(setting.metadata["help"].endswith(".") for setting in fields(Settings))


def test_the_environment_is_read_and_options_win() -> None:
    settings = read_settings(
        {"PASSERELLE_PORT": "9000", "PASSERELLE_HOST": "::1", "PASSERELLE_BODY_LIMIT": "5"}, port=1
    )
    assert (settings.port, settings.host, settings.body_limit) == (1, "::1", 5)
    assert settings.base_url == "http://[::1]:1"


def test_a_public_address_wins_over_host_and_port() -> None:
    assert read_settings({"PASSERELLE_PUBLIC_URL": "https://example.org/"}).base_url == "https://example.org"


@pytest.mark.parametrize(
    "environment",
    [
        {"PASSERELLE_PORT": "many"},
        {"PASSERELLE_PORT": "70000"},
        {"PASSERELLE_BODY_LIMIT": "0"},
        {"PASSERELLE_PUBLIC_URL": "example.org"},
        {"PASSERELLE_PUBLIC_URL": "https://example.org/a b"},
    ],
)
def test_a_value_of_no_use_names_its_variable(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(environment))):
        read_settings(environment)


def test_an_empty_host_is_refused() -> None:
    """It would listen on every address of the machine, unasked."""
    with pytest.raises(SettingsError, match="PASSERELLE_HOST"):
        read_settings({}, host="")


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
