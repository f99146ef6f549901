from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.exchange.seeds import load_seeds

CODEBOOK = 'visavis = 1\n[[actor]]\nkey = "sosa"\nname = "S"\n[[topic]]\nkey = "celac"\nname = "C"\n'
BRIEF = (
    "---\nvisavis: 1\ntitle: {0}\nparticipants:\n  - actor: {1}\n    role: guest\n---\n\n"
    "{{.turn speaker={2}}}\n[One.]{{.claim actor={3} topic={4} stance=favor}}\n"
)


def seeds(tmp_path: Path, **briefs: str) -> Path:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "codebook.toml").write_text(CODEBOOK, "utf-8")
    for name, text in briefs.items():
        (tmp_path / "briefs" / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


def brief(title: str, **keys: str) -> str:
    known = {"participant": "sosa", "speaker": "sosa", "actor": "sosa", "topic": "celac"} | keys
    return BRIEF.format(title, *known.values())


def test_seeds_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    codebook, documents = load_seeds(seeds(tmp_path, b=brief("B"), a=brief("A")))
    assert [actor.key for actor in codebook.actors] == ["sosa"]
    assert [document.facts.title for document in documents] == ["A", "B"]
    assert all(document.bytes_sha256 for document in documents)


@pytest.mark.parametrize("place", ["participant", "speaker", "actor", "topic"])
def test_a_key_that_the_codebook_lacks_is_named_with_its_brief(tmp_path: Path, place: str) -> None:
    with pytest.raises(UserError, match=r"^a\.md: the (actor|topic) “lavrov” of .* is not in codebook\.toml"):
        load_seeds(seeds(tmp_path, a=brief("A", **{place: "lavrov"})))


def test_a_brief_that_is_not_annotated_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.md is no annotated document"):
        load_seeds(seeds(tmp_path, a="Text"))


def test_a_folder_without_a_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"codebook\.toml does not exist"):
        load_seeds(tmp_path)
