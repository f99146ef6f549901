from desktop.core.changes import Row, RowChange
from desktop.core.history_text import Teller, squash, subjects, summary, wanted_names


def claim(number: int, topic: int = 1, stance: str = "favor", document: int = 1) -> Row:
    return {
        "id": number,
        "uuid": f"c{number}",
        "document_id": document,
        "start": 0,
        "end": 4,
        "quote": "Velo",
        "prefix": "",
        "topic_id": topic,
        "stance": stance,
        "voice": "direct",
    }


def held(number: int, claim_id: int, actor: int, stance: str = "favor") -> Row:
    return {"id": number, "claim_id": claim_id, "actor_id": actor, "topic_id": 1, "stance": stance, "position": 0}


def tell(*changes: RowChange, **names: Row) -> list[str]:
    """Tell changes in short; *names* are rows by table and id: ``actor_1``."""
    rows = squash(changes)
    known = {(key.rsplit("_", 1)[0], int(key.rsplit("_", 1)[1])): row for key, row in names.items()}
    teller = Teller(known)
    found = []
    for group in subjects(rows):
        told = teller.tell(group, rows)
        fields = "; ".join(f"{field.name}: {field.before} > {field.after}" for field in told.fields)
        found.append(" | ".join(part for part in (f"{told.verb} {told.table}", told.name, told.about, fields) if part))
    return found


ANA: Row = {"name": "Ana"}
TRADE: Row = {"name": "Trade"}
PAPER: Row = {"title": "Papers", "name": "p.txt", "uuid": "d1"}


def test_a_new_claim_is_told_with_who_what_and_where() -> None:
    changes = (RowChange("claim", 7, None, claim(7)), RowChange("claim_actor", 9, None, held(9, 7, 1)))
    told = tell(*changes, actor_1=ANA, topic_1=TRADE, document_1=PAPER)
    assert told == ["added claim | “Velo” | Ana · Trade · favor · direct · in Papers"]
    assert summary(squash(changes)) == "added 1 claim"
    assert wanted_names(changes) == {("actor", 1), ("topic", 1), ("document", 1)}


def test_a_changed_stance_is_one_field_although_the_actors_rows_follow_it() -> None:
    told = tell(
        RowChange("claim", 7, claim(7), claim(7, stance="against")),
        RowChange("claim_actor", 9, held(9, 7, 1), held(9, 7, 1, "against")),
        actor_1=ANA,
    )
    assert told == ["changed claim | “Velo” | stance: favor > against"]


def test_other_actors_are_told_by_who_went_and_who_came_and_another_order_as_such() -> None:
    names = {"actor_1": ANA, "actor_2": {"name": "Bo"}, "claim_7": claim(7)}
    gone = RowChange("claim_actor", 9, held(9, 7, 1), None)
    assert tell(gone, RowChange("claim_actor", 10, None, held(10, 7, 2)), **names) == [
        "changed claim | “Velo” | actors: Ana > Bo"
    ]
    turned = (
        gone,
        RowChange("claim_actor", 10, held(10, 7, 2), None),
        RowChange("claim_actor", 11, None, held(11, 7, 2)),
        RowChange("claim_actor", 12, None, held(12, 7, 1)),
    )
    assert tell(*turned, **names) == ["changed claim | “Velo” | order of the actors: Ana, Bo > Bo, Ana"]
    assert summary(squash(turned)) == "changed 1 claim"


def test_an_import_is_folded_into_its_documents() -> None:
    rows = [RowChange("document", 1, None, {**PAPER, "id": 1})]
    rows += [RowChange("segment", number, None, {"document_id": 1}) for number in range(3)]
    rows += [RowChange("claim", number, None, claim(number)) for number in range(2)]
    rows += [RowChange("claim_actor", number, None, held(number, number, 1)) for number in range(2)]
    assert tell(*rows) == ["added document | Papers | 3 segments, 2 claims"]
    assert summary(squash(rows)) == "added 1 document, 2 claims"


def test_a_row_written_twice_is_told_once_and_one_that_came_and_went_not_at_all() -> None:
    assert tell(
        RowChange("claim", 7, claim(7), claim(7, stance="neutral")),
        RowChange("claim", 7, claim(7, stance="neutral"), claim(7, stance="against")),
        RowChange("actor", 1, None, ANA),
        RowChange("actor", 1, ANA, None),
    ) == ["changed claim | “Velo” | stance: favor > against"]


def test_a_new_order_is_told_in_one_line() -> None:
    rows = [RowChange("topic", n, {"name": "T", "position": n}, {"name": "T", "position": n + 1}) for n in range(4)]
    assert tell(*rows) == ["changed topic | 4 topics | put in another place of the order"]
    assert tell(rows[0]) == ["changed topic | T | put in another place of the order"]


def test_entries_memos_and_settings_are_told_by_their_names() -> None:
    before: Row = {"name": "Ana", "parent_id": None, "aliases": "[]"}
    after: Row = {"name": "Anna", "parent_id": 2, "aliases": '["A.", "N."]'}
    assert tell(RowChange("actor", 1, before, after), actor_2={"name": "Bo"}) == [
        "changed actor | Anna | name: Ana > Anna; under:  > Bo; aliases:  > A.; N."
    ]
    memo: Row = {"claim_id": 7, "document_id": None, "actor_id": None, "topic_id": None, "coder_id": 3, "text": "Odd."}
    assert tell(RowChange("memo", 1, None, memo), claim_7=claim(7)) == ["added memo | “Velo” | Odd."]
    cell: Row = {"claim_id": None, "document_id": None, "actor_id": 1, "topic_id": 1, "coder_id": 3, "text": "Odd."}
    assert tell(RowChange("memo", 1, cell, None), actor_1=ANA, topic_1=TRADE) == ["deleted memo | Ana × Trade | Odd."]
    assert tell(RowChange("setting", 1, None, {"key": "filter:mine", "value": "{}"})) == ["added setting | filter mine"]


def test_what_nobody_knows_any_more_is_told_by_its_number() -> None:
    rows = (RowChange("claim_actor", 9, held(9, 7, 1), None),)
    assert tell(*rows) == ["changed claim | claim 7 | actors: actor 1 > "]
