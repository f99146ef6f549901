"""How far coders agree, as tables: figures, the words they chose, confusions, what they differ in, files for R."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

from desktop.analysis.agreement.coded import (
    FIELDS,
    AgreementLine,
    By,
    CodedUnit,
    CoderClaim,
    Compared,
    stances_in_order,
)
from desktop.analysis.agreement.coefficients import MEASURES, Figure
from desktop.analysis.agreement.pairing import RULES, Rule
from desktop.core.claim_fields import CHOICES
from desktop.core.collation import name_key
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter, quoted, split
from desktop.core.language import N_, _, ngettext
from desktop.core.text import one_line
from desktop.core.told_apart import shown_names
from desktop.exchange.tables.table import Cell, Column, Table
from desktop.project import lookup
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.reads.agreement import CodedRow, Decision

FIELD_WORDS = {"topic": N_("Topic"), "actor": N_("Actors"), **{one.key: one.title for one in CHOICES}}
RULE_WORDS: Mapping[Rule, str] = {"span": N_("by span"), "best": N_("best case")}
WHAT_WORDS: Mapping[By, str] = {
    "field": N_("Of all"),
    "topic": N_("Topic"),
    "actor": N_("Actor"),
    "stance": N_("Stance"),
    "voice": N_("Voice"),
    "document": N_("Document"),
    "pair": N_("Coders"),
}
FINDING_WORDS = {
    "f1": (N_("F1, any overlap"), N_("Claims of both whose words overlap by a letter or more.")),
    "f1_strict": (N_("F1, half"), N_("Claims of both that have half of their words in common (IoU ≥ .5).")),
    "characters": (N_("Agreement of characters"), N_("The share of characters that both chose, or neither.")),
    "alpha": (N_("α of characters"), N_("Krippendorff’s α over all characters: chosen or not.")),
    "alpha_u": (N_("α, unitizing"), N_("Krippendorff 2004: where stretches begin and end; without an interval.")),
}
_NOT_TWO = N_(
    "Agreement is between two coders or more, and these claims are of one at most: let another coder tag the "
    "same documents (--coder NAME, or Coder in the menu)."
)
_NOT_FINISHED = N_(
    "Agreement is between two coders or more, and of documents that are handed out only those count that two have "
    "declared finished: let them finish (“Finished” above the text, or “visavis team finish”)."
)
_LONGEST = 200
# of more lines than these fewer samples are drawn, down to the least
_FEW, _LEAST = 250, 200
# and of so many lines that these would be more samples in all, half a minute's, there are no intervals
_MOST_DRAWS = 1_000_000


@dataclass(frozen=True)
class CoderWork:
    """What is compared in a project.

    Attributes:
        codings: the claims of all coders that a filter lets through.
        coders: the ids of those who are compared, by name.
        names: of all coders.
        lengths: of the documents that count.
        present: by document who coded it.
        waiting: how many documents that are handed out do not count yet, since less than two have finished them.
    """

    codings: Sequence[CoderClaim]
    coders: tuple[int, ...]
    names: Mapping[int, str]
    lengths: Mapping[int, int]
    present: Mapping[int, frozenset[int]]
    waiting: int = 0

    def compared(self, rule: Rule = "span") -> Compared:
        """Return the claims paired by a rule."""
        return Compared(self.codings, self.coders, self.lengths, rule, self.present)


@dataclass(frozen=True)
class CoderDifference:
    """Two claims on the same words that say something else, or one that stands alone.

    Attributes:
        unit: what each of two coders said; None for nothing.
        fields: in which of `FIELDS` they differ; empty for one alone.
        taken: of each of the two whether it was taken over; None where nothing was decided that still holds.
        note: what was noted.
    """

    unit: CodedUnit
    fields: tuple[str, ...]
    taken: tuple[bool, ...] | None = None
    note: str = ""

    @property
    def state(self) -> str:
        """What was decided, in a word that no language changes: ``open``, ``a``, ``b``, ``both``, ``none``."""
        if self.taken is None:
            return "open"
        sides = "".join(side for side, taken in zip("ab", self.taken, strict=True) if taken)
        return {"": "none", "ab": "both"}.get(sides, sides)

    @property
    def claims(self) -> tuple[int, ...]:
        """The ids of the claims."""
        return tuple(one.claim_id for one in self.unit if one is not None)


def load(db: Database, chosen: ClaimFilter, coders: Sequence[str] = (), documents: str = "coded") -> CoderWork:
    """Return what *coders* (names; all who have claims, but for “agreed”, where none are named) said.

    Args:
        db: the project.
        chosen: which claims count.
        coders: who is compared.
        documents: ``coded`` for those in which two of them or more have a claim; ``all``. Of documents that are handed
            out only those count that two have finished, and of these only what they said.

    Raises:
        UserError: when there are not two coders with claims, or one is unknown.
    """
    asked = reads.filtered.document_ids(db, chosen)
    handed = {number: of for number, of in reads.handouts.by_document(db).items() if number in asked}
    finished = {number: {one.coder_id for one in of if one.is_finished} for number, of in handed.items()}
    names = {coder.id: coder.name for coder in reads.project.coders(db)}
    by_name = {name: number for number, name in names.items()}
    for name in coders:
        if name not in by_name:
            known = ", ".join(sorted(by_name, key=name_key)) or _("none")
            raise UserError(_("There is no coder “{name}”: the project has {known}."), name=name, known=known)
    if len(set(coders)) == 1:
        raise UserError(_("Agreement is between two coders: name another beside “{name}”."), name=coders[0])
    agreed = {number for number, name in names.items() if name == edits.agreement.AGREED}
    codings = [
        one
        for one in (CoderClaim(*row) for row in reads.agreement.coded(db, chosen))
        if one.document_id not in handed or one.coder_id in finished[one.document_id] | agreed
    ]
    having = {one.coder_id for one in codings}.union(*finished.values()) - agreed
    own = [by_name[name] for name in dict.fromkeys(coders)] or sorted(having, key=lambda one: name_key(names[one]))
    if len(own) < 2:
        raise UserError(_(_NOT_FINISHED) if handed else _(_NOT_TWO))
    who: dict[int, set[int]] = {number: of & set(own) for number, of in finished.items()}
    for one in codings:
        if one.coder_id in own:
            who.setdefault(one.document_id, set()).add(one.coder_id)
    lengths = {number: length for number, length in reads.agreement.lengths(db).items() if number in asked}
    waiting = sum(len(who.get(number, ())) < 2 for number in handed)
    if documents == "all":
        who = {number: who[number] if number in handed else set(own) for number in lengths}
    lengths = {number: length for number, length in lengths.items() if len(who.get(number, ())) > 1}
    present = {number: frozenset(who[number]) for number in lengths}
    return CoderWork(codings, tuple(own), names, lengths, present, waiting)


class CodedPassages:
    """The passages of two coders, ready to be settled one after another.

    Attributes:
        apart: the units in which they differ, or one stands alone, in the order of the texts.
        same: those in which they say the same.
    """

    def __init__(self, db: Database, compared: Compared) -> None:
        self.apart: list[CodedUnit] = []
        self.same: list[CodedUnit] = []
        for unit in compared.units:
            (self.apart if None in unit or fields_apart(unit) else self.same).append(unit)
        claims = (one.claim_id for unit in compared.units for one in unit if one)
        self._uuids = reads.agreement.uuids(db, claims)

    def differences(self, db: Database, units: Sequence[CodedUnit] | None = None) -> list[CoderDifference]:
        """Return where the two differ, with what was decided; or some *units*, whether they differ or not."""
        decided = reads.agreement.decisions(db)
        found: list[CoderDifference] = []
        for unit in self.apart if units is None else units:
            decision = decided.get(self._key(unit)) if decided else None
            taken = None
            if decision is not None and self._holds(decision, unit):
                taken = tuple(one is not None and self._uuids[one.claim_id] in (decision.taken or ()) for one in unit)
            found.append(CoderDifference(unit, fields_apart(unit), taken, decision.note if decision else ""))
        return found

    def alike(self, db: Database) -> list[CodedUnit]:
        """Return the units that say the same and that nothing was decided of yet."""
        decided = reads.agreement.decisions(db)
        return [unit for unit in self.same if not self._holds(decided.get(self._key(unit)), unit)]

    def _key(self, unit: CodedUnit) -> frozenset[str]:
        return frozenset(self._uuids[one.claim_id] for one in unit if one)

    def _holds(self, decision: Decision | None, unit: CodedUnit) -> bool:
        """Tell whether something was decided of what the claims say now."""
        if decision is None or decision.taken is None:
            return False
        claims = ((cast("CodedRow", one), self._uuids[one.claim_id]) for one in unit if one)
        return decision.said == reads.agreement.said(claims)


def fields_apart(unit: CodedUnit) -> tuple[str, ...]:
    """Return the fields in which two claims differ; none where one stands alone."""
    one, other = unit
    if one is None or other is None:
        return ()
    return tuple(name for name, read in FIELDS.items() if read(one) != read(other))


class CodedNames:
    """What is called how in tables: keys, or names where people read them."""

    def __init__(self, db: Database, coders: Mapping[int, str], *, named: bool) -> None:
        topics = reads.project.topics(db)
        called = shown_names(topics) if named else {one.key: one.key for one in topics}
        self._topics = {one.id: called[one.key] for one in topics}
        self._actors = {one.id: one.name if named else one.key for one in reads.project.actors(db)}
        self._documents = {
            number: (title or name) if named else name
            for number, name, title, *_rest in reads.counts.document_lines(db)
        }
        self._coders = coders
        self._words = {
            value.value: _(words[0]) if named else value.value
            for choice in CHOICES
            for value, words in choice.values.items()
        }

    def value(self, field: str, value: Hashable) -> str:
        """Return what a value of a field is called; of actors, each, by name."""
        if value is None:
            return ""
        if isinstance(value, frozenset):
            return "; ".join(sorted((self._actors[number] for number in value), key=name_key))
        if field in ("topic", "actor", "document"):
            assert isinstance(value, int)
            table = {"topic": self._topics, "actor": self._actors, "document": self._documents}[field]
            return table[value]
        return self._words.get(str(value), str(value))

    def what(self, by: By, what: Any) -> str:
        """Return what a line of figures is about."""
        if what is None:
            return ""
        return " × ".join(self._coders[one] for one in what) if by == "pair" else self.value(by, what)

    def alone(self, line: AgreementLine) -> tuple[str, ...]:
        """Return of each coder how many claims stand alone."""
        return tuple(f"{self._coders[coder]}: {count}" for coder, count in zip(line.coders, line.alone, strict=True))


def why_none(figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return which figures are not defined, and why."""
    return tuple(
        _("{figure}: {reason}").format(figure=_(measure.title), reason=_(figures[measure.key].why))
        for measure in MEASURES
        if figures[measure.key].value is None
    )


def figures_table(db: Database, request: Request) -> Table:
    """Return the coefficients, divided by what is asked for, each line for both rules of pairing."""
    options: Any = request.options
    by: By = options["by"]
    coded, names = _read(db, request)
    draws = int(options["resamples"])
    rows: list[tuple[Cell, ...]] = []
    found = [coded.compared(rule).lines(by) for rule in RULES]
    order = {(line.what, line.field): at for lines in reversed(found) for at, line in enumerate(lines)}
    placed = [(order[line.what, line.field], at, line) for at, lines in enumerate(found) for line in lines]
    # what both rules pair alike, or two documents have alike, is drawn of once
    different = {_drawn_of(line) for _place, _at, line in placed}
    if draws:
        draws = min(draws, max(_LEAST, draws * _FEW // max(1, len(placed))))
    has_intervals = draws * len(different) <= _MOST_DRAWS
    known: dict[Hashable, Mapping[str, Figure]] = {}
    for _place, at, line in sorted(placed, key=lambda one: one[:2]):
        figures = known.get(_drawn_of(line))
        if figures is None:
            figures = known[_drawn_of(line)] = line.figures(draws if has_intervals else 0)
        rule = RULES[at]
        rows.append(
            (
                names.what(by, line.what),
                _(FIELD_WORDS[line.field]) if request.named else line.field,
                _(RULE_WORDS[rule]) if request.named else rule,
                line.number,
                line.used,
                sum(line.alone),
                names.alone(line),
                *chain.from_iterable(_cells(figures[one.key], compact=request.compact) for one in MEASURES),
                why_none(figures),
            )
        )
    columns = (
        Column("what", title=_(WHAT_WORDS[by]), description=_("What the figures are about; empty for all.")),
        Column("field", title=_("Compared"), description=_("Which part of a claim is compared.")),
        Column("pairing", title=_("Pairing"), description=_("By span (values not looked at), or the best case.")),
        Column("n", "integer", _("Pairs"), _("Passages that two coders or more have a claim on.")),
        Column("used", "integer", _("With it"), _("Those of them in which some coder gave this value.")),
        Column("alone", "integer", _("Alone"), _("Claims that no other coder has one beside: no part of any figure.")),
        Column("alone_by", title=_("Alone by coder")),
        *_columns(((one.key, one.title, one.about) for one in MEASURES), compact=request.compact),
        Column("undefined", title=_("Not defined"), description=_("Figures that there are none of, and why.")),
    )
    notes = _notes(db, request, coded, "" if has_intervals else "0")
    if not has_intervals:
        sentence = _(
            "No intervals: {count:,} lines are too many to be drawn anew {draws} times each. Narrow them (--where "
            "document=…), or choose a line in the window."
        )
        notes = (*notes, sentence.format(count=len(different), draws=draws))
    return Table(columns, tuple(rows), _("Agreement of coders"), notes, 3)


def _drawn_of(line: AgreementLine) -> Hashable:
    rated = line.rated
    return tuple(rated.patterns), tuple(rated.counts), tuple(rated.values), rated.ordered


def finding_table(db: Database, request: Request) -> Table:
    """Return how alike the words are that each two coders chose."""
    coded, _names = _read(db, request)
    options: Any = request.options
    rows: list[tuple[Cell, ...]] = []
    for found in coded.compared().found(int(options["resamples"])):
        a, b = found.coders
        rows.append(
            (
                coded.names[a],
                coded.names[b],
                *found.claims,
                found.pairs,
                found.alike,
                *chain.from_iterable(_cells(found.figures[key], compact=request.compact) for key in FINDING_WORDS),
                tuple(
                    _("{figure}: {reason}").format(figure=_(title), reason=_(found.figures[key].why))
                    for key, (title, _about) in FINDING_WORDS.items()
                    if found.figures[key].value is None
                ),
            )
        )
    columns = (
        Column("a", title=_("Coder")),
        Column("b", title=_("Other coder")),
        Column("a_claims", "integer", _("Claims"), _("Claims of the coder.")),
        Column("b_claims", "integer", _("Other claims"), _("Claims of the other coder.")),
        Column("pairs", "integer", _("Pairs"), _("Claims of both whose words overlap.")),
        Column("alike", "integer", _("Half alike"), _("Those that have half of their words in common (IoU ≥ .5).")),
        *_columns(((key, *words) for key, words in FINDING_WORDS.items()), compact=request.compact),
        Column("undefined", title=_("Not defined"), description=_("Figures that there are none of, and why.")),
    )
    return Table(columns, tuple(rows), _("Agreement on which words carry a claim"), _notes(db, request, coded), 2)


def confusion_table(db: Database, request: Request) -> Table:
    """Return which values two coders gave to the same words, and how often."""
    options: Any = request.options
    coded, names = _read(db, request)
    field = options["of"]
    first = Column("a_value", title=_("RatedValue"), description=_("Empty where the coder has no claim there."))
    columns = (
        Column("a", title=_("Coder")),
        first,
        Column("b", title=_("Other coder")),
        Column("b_value", title=_("Other value"), description=first.description),
        Column("count", "integer", _("Passages")),
    )
    rows: list[tuple[Cell, ...]] = []
    for two in coded.compared(options["pairing"]).pairs():
        a, b = (coded.names[coder] for coder in two.coders)
        for (ours, theirs), count in in_order(field, two.confusion(field), names):
            rows.append((a, names.value(field, ours), b, names.value(field, theirs), count))
    caption = _("Confusions: {field}").format(field=_(FIELD_WORDS[field]))
    return Table(columns, tuple(rows), caption, _notes(db, request, coded), 4)


def in_order(
    field: str, confusion: Mapping[tuple[Hashable, Hashable], int], names: CodedNames
) -> list[tuple[tuple[Hashable, Hashable], int]]:
    """Return what `Compared.confusion` counted in the order of a scale, or of names."""
    return sorted(confusion.items(), key=lambda one: tuple(place(field, value, names) for value in one[0]))


def place(field: str, value: Hashable, names: CodedNames) -> tuple[int, int, Any]:
    """Return the key that puts values of a field in order: as on the scale, else by name; nothing last."""
    if value is None:
        return 2, 0, ()
    closed = (
        [*stances_in_order()]
        if field == "stance"
        else [one.value for each in CHOICES if each.key == field for one in each.values]
    )
    if value in closed:
        return 0, closed.index(str(value)), ()
    return 1, 0, name_key(names.value(field, value))


def differences_table(db: Database, request: Request) -> Table:
    """Return the passages of which two coders say something else, and what was decided."""
    options: Any = request.options
    coded, names = _read(db, request)
    rows: list[tuple[Cell, ...]] = []
    for two in coded.compared(options["pairing"]).pairs():
        a, b = (coded.names[coder] for coder in two.coders)
        found = CodedPassages(db, two).differences(db)
        quotes = {one.id: one.quote for one in reads.project.claims(db, ids=[n for each in found for n in each.claims])}
        for each in found:
            there = [one for one in each.unit if one]
            rows.append(
                (
                    names.value("document", there[0].document_id),
                    min(one.start for one in there),
                    max(one.end for one in there),
                    a,
                    b,
                    tuple(_(FIELD_WORDS[name]) if request.named else name for name in each.fields),
                    each.state,
                    *chain.from_iterable(_version(one, names, quotes) for one in each.unit),
                    each.note,
                )
            )
    version = (("claim", _("claim")), ("words", _("words")), *((name, _(word)) for name, word in FIELD_WORDS.items()))
    columns = (
        Column("document", title=_("Document")),
        Column("start", "integer", _("Begins at")),
        Column("end", "integer", _("Ends at")),
        Column("a", title=_("Coder")),
        Column("b", title=_("Other coder")),
        Column("differ", title=_("Differ in"), description=_("Empty where one of the two has no claim.")),
        Column("decided", title=_("Decided"), description=_("open, a, b, both, or none.")),
        *(
            Column(f"{side}_{key}", "integer" if key == "claim" else "text", f"{side.upper()}: {word}")
            for side in ("a", "b")
            for key, word in version
        ),
        Column("note", title=_("Note")),
    )
    return Table(columns, tuple(rows), _("What coders differ in"), _notes(db, request, coded), 5)


def ratings_table(db: Database, request: Request) -> Table:
    """Return one row for each passage that two coders or more have a claim on, and one column a coder: for R's irr."""
    options: Any = request.options
    coded, names = _read(db, request)
    field = options["of"]
    read = FIELDS[field]
    rows: list[tuple[Cell, ...]] = []
    for document, units in coded.compared(options["pairing"]).by_document.items():
        called = names.value("document", document)
        for unit in units:
            there = [one for one in unit if one]
            if len(there) > 1:
                given = (None if one is None else names.value(field, read(one)) for one in unit)
                rows.append((called, min(one.start for one in there), max(one.end for one in there), *given))
    heads = ("document", "start", "end")
    keys = {coder: coded.names[coder] for coder in coded.coders}
    columns = (
        Column("document", title=_("Document")),
        Column("start", "integer", _("Begins at")),
        Column("end", "integer", _("Ends at")),
        *(Column(f"{name}_coder" if name in heads else name, title=name) for name in keys.values()),
    )
    caption = _("Values by coder: {field}").format(field=_(FIELD_WORDS[field]))
    return Table(columns, tuple(rows), caption, _notes(db, request, coded), 3)


def continuum_table(db: Database, request: Request) -> Table:
    """Return all claims as stretches of one continuum, the texts end to end: for gamma."""
    options: Any = request.options
    coded, names = _read(db, request)
    field = options["of"]
    begins: dict[int, int] = {}
    begin = 0
    for document, length in coded.lengths.items():
        begins[document] = begin
        begin += length
    rows = tuple(
        (
            coded.names[one.coder_id],
            names.value(field, FIELDS[field](one)),
            begins[one.document_id] + one.start,
            begins[one.document_id] + one.end,
        )
        for one in coded.codings
        if one.coder_id in coded.coders and one.document_id in begins
    )
    columns = (
        Column("annotator", title=_("Coder")),
        Column("annotation", title=_(FIELD_WORDS[field])),
        Column("segment_start", "integer", _("Begins at"), _("In characters from the first document's first on.")),
        Column("segment_end", "integer", _("Ends at")),
    )
    return Table(columns, rows, _("Claims as stretches of all texts"), _notes(db, request, coded), 2)


def coders_of(words: str) -> tuple[str, ...]:
    """Return the names of coders that an option has: ``Ana,"Ben Z."``; none for all.

    Raises:
        UserError: when a quotation mark is not closed.
    """
    if not words.strip():
        return ()
    return tuple(name for _key, names in split(f"coders={words}", {"coders": "coders=Ana,Ben"}) for name in names)


def coders_as_text(names: Iterable[str]) -> str:
    """Return names as `coders_of` reads them."""
    return ",".join(quoted(name) for name in names)


def _read(db: Database, request: Request) -> tuple[CoderWork, CodedNames]:
    options: Any = request.options
    chosen = lookup.claim_filter(db, request.where)
    coded = load(db, chosen, coders_of(options["coders"]), options["documents"])
    return coded, CodedNames(db, coded.names, named=request.named)


def _notes(db: Database, request: Request, coded: CoderWork, draws: str = "") -> tuple[str, ...]:
    count = len(coded.lengths)
    documents = ngettext("{count} document of {coders}.", "{count} documents of {coders}.", count)
    notes = [
        lookup.filter_note(db, lookup.claim_filter(db, request.where)),
        documents.format(count=count, coders=", ".join(coded.names[one] for one in coded.coders)),
        _(
            "Claims are paired by a maximum-weight assignment: by span on the characters that they share, in the best "
            "case first on the values that they share."
        ),
    ]
    if coded.waiting:
        sentence = ngettext(
            "{count} document is handed out and does not count: less than two have finished it.",
            "{count} documents are handed out and do not count: less than two have finished them.",
            coded.waiting,
        )
        notes.append(sentence.format(count=coded.waiting))
    draws = draws or request.options.get("resamples", "")
    if draws and draws != "0":
        sentence = _("Intervals: 95 %, by {count} samples drawn anew (fewer of very many lines or kinds of pairs).")
        notes.append(sentence.format(count=draws))
    return tuple(notes)


def told(figure: Figure) -> str:
    """Return a figure with its interval as people write it: ``0.69 [0.30, 1.00]``; empty where it is not defined."""
    if figure.value is None:
        return ""
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"


def _cells(figure: Figure, *, compact: bool) -> tuple[Cell, ...]:
    if compact:
        return (told(figure),)
    return tuple(None if one is None else round(one, 6) for one in (figure.value, figure.low, figure.high))


def _columns(figures: Iterable[tuple[str, str, str]], *, compact: bool) -> Iterator[Column]:
    for key, title, about in figures:
        yield Column(key, "text" if compact else "number", _(title), _(about))
        if not compact:
            yield Column(f"{key}_low", "number", _("{figure}, from").format(figure=_(title)))
            yield Column(f"{key}_high", "number", _("{figure}, to").format(figure=_(title)))


def _version(one: CoderClaim | None, names: CodedNames, quotes: Mapping[int, str]) -> tuple[Cell, ...]:
    if one is None:
        return (None,) * (len(FIELDS) + 2)
    told = (names.value(name, read(one)) for name, read in FIELDS.items())
    return (one.claim_id, one_line(quotes.get(one.claim_id, ""), _LONGEST), *told)
