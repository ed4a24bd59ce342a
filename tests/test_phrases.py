"""Every phrase comes in every language, is used, and has the same gaps."""

import re
import tomllib
from pathlib import Path
from string import Formatter

from passerelle.namespaces import PREFIXES
from passerelle.phrases import LANGUAGES, phrase


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_phrases_come_in_every_language_and_are_used(repository: Path) -> None:
    package = repository / "service" / "passerelle"
    phrases = tomllib.loads((package / "phrases.toml").read_text(encoding="utf-8"))
    code = [*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.xml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in code)
    for key, texts in phrases.items():
        assert set(texts) == set(LANGUAGES), f"{key} must come in {LANGUAGES}"
        assert len({frozenset(gaps(said)) for said in texts.values()}) == 1, f"{key} has other gaps in other languages"
        group = f"{key.partition('_')[0]}_{{what}}"
        joined = re.search(rf'["\']{key.partition("_")[0]}_["\'] ~', text)
        assert re.search(rf'["\']{key}["\']', text) or group in text or joined, f"{key} is used nowhere: delete it"
        assert "'" not in texts["fr"], f"{key}: French has typographic apostrophes"
        without_prefixes = re.sub(rf"\b(?:{'|'.join(PREFIXES)}):", "", texts["fr"])
        bare = re.search(r"(?<![\u00a0\u202f])[:;?!»]|«(?![\u00a0\u202f])", without_prefixes)
        assert not bare, f"{key}: French has a no-break space (U+00A0) before {bare}, or after «"


def test_another_language_gets_english() -> None:
    assert phrase("run", "ja") == phrase("run", "en") != phrase("run", "fr")
