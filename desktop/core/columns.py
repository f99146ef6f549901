"""What the columns of a table are in which a row is a document: the roles they can have, and what is said of them."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.text import one_line, text_hash


class Role(NamedTuple):
    """What a column can be.

    Attributes:
        key: how the command line and the project call it.
        word: what people call it.
        field: what it fills: a field of `Facts`, ``speakers``, or nothing.
        several: whether several columns can be it.
        heads: what such columns are called, folded, in the languages of the tables that people have; the surest first.
    """

    key: str
    word: str
    field: str = ""
    several: bool = False
    heads: tuple[str, ...] = ()


OWN = "own"
LEFT_OUT = ""
# a day that may be read two ways is read as the role says
DAY_FIRST, MONTH_FIRST = "date:day", "date:month"
ROLES = (
    Role(
        "text",
        N_("text"),
        several=True,
        heads=(
            *("text", "body", "content", "speech", "speech_text", "full_text", "fulltext", "article", "transcript"),
            *("message", "statement", "utterance", "paragraph", "answer", "comment", "tweet", "post", "texto", "texte"),
            *(
                "testo",
                "tekst",
                "volltext",
                "inhalt",
                "rede",
                "aussage",
                "contenu",
                "discours",
                "contenido",
                "discurso",
            ),
            *("conteudo", "contenuto", "discorso", "inhoud", "tresc", "metin", "текст", "содержание", "речь", "النص"),
            *("نص", "正文", "内容", "文本", "本文", "발언", "본문"),
        ),
    ),
    Role("document", N_("document that the row belongs to")),
    Role(
        "title",
        N_("title"),
        "title",
        heads=(
            *("title", "headline", "heading", "episode_title", "subject", "titel", "uberschrift", "schlagzeile"),
            *("titulo", "titular", "titre", "titolo", "kop", "tytul", "baslik", "заголовок", "название", "العنوان"),
            *(
                "标题",
                "標題",
                "題名",
                "タイトル",
                "제목",
                "topic",
                "thema",
                "betreff",
                "asunto",
                "objet",
                "oggetto",
                "name",
            ),
        ),
    ),
    Role(
        "date",
        N_("date"),
        "date",
        heads=(
            *("date", "published", "publish_date", "published_date", "date_published", "published_at"),
            *("publication_date", "pubdate", "publishdate", "speech_date", "day", "datetime", "timestamp"),
            *("time_stamp", "released", "release_date", "recorded", "created", "created_at", "datum", "tag", "fecha"),
            *("data", "jour", "giorno", "dia", "tarih", "дата", "التاريخ", "تاريخ", "日期", "日付", "날짜"),
        ),
    ),
    Role(
        "speaker",
        N_("speaker"),
        "speakers",
        heads=(
            *("speaker", "speakers", "speaker_name", "full_name", "fullname", "orator", "mp", "member", "politician"),
            *("actor", "person", "participant", "participants", "guest", "guests", "interviewee", "redner", "rednerin"),
            *("sprecher", "sprecherin", "orador", "hablante", "ponente", "locuteur", "orateur", "intervenant"),
            *("oratore", "parlante", "spreker", "mowca", "konusmaci", "спикер", "выступающий", "оратор", "المتحدث"),
            *("发言人", "發言人", "发言者", "発言者", "발언자"),
        ),
    ),
    Role(
        "author",
        N_("author"),
        "author",
        heads=(
            *("author", "authors", "by", "byline", "creator", "writer", "autor", "autorin", "verfasser", "auteur"),
            *("autore", "autora", "schrijver", "yazar", "автор", "المؤلف", "الكاتب", "作者", "著者", "저자"),
            # who posts
            *("user_name", "username", "screen_name", "display_name", "handle", "account", "account_name", "user"),
            *("posted_by", "poster", "sender", "usuario", "utilisateur", "benutzername", "utente", "gebruiker"),
        ),
    ),
    Role(
        "publisher",
        N_("publisher"),
        "publisher",
        heads=(
            *("publisher", "publication", "newspaper", "outlet", "site", "site_name", "channel", "podcast", "medium"),
            *("media", "journal", "zeitung", "quelle", "medio", "periodico", "editor", "editeur", "editore"),
            *("testata", "giornale", "krant", "uitgever", "wydawca", "gazete", "издание", "издатель", "الناشر"),
            *("出版社", "媒体", "媒體", "来源", "매체"),
        ),
    ),
    Role(
        "source",
        N_("address (url)"),
        "source",
        heads=(
            "url",
            "link",
            "source_url",
            "uri",
            "website",
            "permalink",
            "canonical_url",
            "source",
            "enlace",
            "ссылка",
        ),
    ),
    Role(
        "place",
        N_("place"),
        "place",
        heads=(
            "place",
            "location",
            "venue",
            "city",
            "ort",
            "stadt",
            "lugar",
            "ciudad",
            "lieu",
            "luogo",
            "место",
            "地点",
        ),
    ),
    Role(
        "event", N_("event"), "event", heads=("event", "conference", "series", "veranstaltung", "evento", "evenement")
    ),
    Role("event_date", N_("date of the event"), "event_date", heads=("event_date",)),
    Role(
        "language",
        N_("language"),
        "language",
        heads=("language", "lang", "locale", "sprache", "idioma", "langue", "lingua", "taal", "язык", "语言", "語言"),
    ),
    Role("kind", N_("kind"), "kind", heads=("kind", "type", "category")),
    Role("note", N_("note"), "note"),
    Role(OWN, N_("own variable"), several=True),
)
BY_KEY = {role.key: role for role in ROLES}
# what stands behind a colon of a role: of a date which part comes first, of an own variable its name
_PARTS = {"date": ("", "day", "month")}
LONGEST_NAME = 80
# columns that are left out and kept all the same; what is more is told as left out
MOST_KEPT = 400


def role_of(told: str) -> Role | None:
    """Return the role that *told* names (``text``, ``date:month``, ``own:Party``); None for what is left out."""
    return BY_KEY.get(told.partition(":")[0])


def own(name: str) -> str:
    """Return the role of a column that is kept under *name*."""
    return f"{OWN}:{one_line(name)[:LONGEST_NAME]}"


def own_name(told: str) -> str:
    """Return the name under which a column is kept; empty for any other role."""
    key, _colon, name = told.partition(":")
    return name if key == OWN else ""


def role_words(told: str) -> str:
    """Return what people call a role: ``date (month first)``, ``own variable Party``, ``left out``."""
    role = role_of(told)
    if role is None:
        return _("left out")
    if told == DAY_FIRST:
        return _("date, day first")
    if told == MONTH_FIRST:
        return _("date, month first")
    return _("own variable “{name}”").format(name=own_name(told)) if role.key == OWN else _(role.word)


def checked(head: str, told: str) -> str:
    """Return a role that somebody wrote for a column, as it is kept.

    Raises:
        UsageError: when there is none such.
    """
    key, colon, rest = (part.strip() for part in told.strip().partition(":"))
    key = fold(key)
    if not key:
        return LEFT_OUT
    if key == OWN:
        return own(rest or head)
    if key not in BY_KEY or (colon and rest not in _PARTS.get(key, ())):
        sentence = _("A column cannot be “{role}”: write one of {roles}, “own:Name”, or nothing to leave it out.")
        known = ", ".join(role.key for role in ROLES if role.key != OWN)
        raise UsageError(sentence, role=told.strip(), roles=f"{known}, {DAY_FIRST}, {MONTH_FIRST}")
    return f"{key}:{rest}" if rest else key


def head_name(cell: str) -> str:
    """Return what a column is called, for comparing: ``Publication Date`` is ``publication_date``."""
    return re.sub(r"[\s_-]+", "_", fold(cell).strip())


def free_name(name: str, taken: Container[str]) -> str:
    """Return *name*, numbered where an own variable has it already."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _hashed(head: Sequence[str]) -> str:
    return text_hash("\n".join(head)) if head else ""


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What is said of tables: of their columns, and in which encoding they are read.

    Attributes:
        every: of every table: the head of a column, as it stands there or in small letters, and its role.
        by_head: of tables with these heads: the roles of all their columns.
        keeps_all: whether columns that are left out are kept as own variables.
        own: the names of the project's own fields of documents: what is called so in a table, above a text or in the
            header of a record is that field.
        encoding: of all files of text; found out when it is empty. *encodings*: of these files instead.
        seen: of tables that were looked at, by what of them it was said, hashes of their heads.
    """

    every: tuple[tuple[str, str], ...] = ()
    by_head: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    keeps_all: bool = False
    own: tuple[str, ...] = ()
    encoding: str = ""
    encodings: tuple[tuple[Path, str], ...] = ()
    seen: tuple[tuple[Path, str], ...] = ()

    def has_seen(self, path: Path) -> bool:
        """Tell whether a table was looked at."""
        return path in dict(self.seen)

    def expects(self, path: Path, head: Sequence[str]) -> bool:
        """Tell whether a table still has the *head* that it had when it was looked at."""
        return dict(self.seen).get(path, "") in ("", _hashed(head))

    def with_seen(self, tables: Iterable[tuple[Path, Sequence[str]]]) -> "ColumnChoices":
        """Return it with the heads that tables have; an empty one is not known."""
        told = {path: _hashed(head) for path, head in tables}
        return replace(self, seen=tuple({**dict(self.seen), **told}.items()))

    def encoding_of(self, path: Path) -> str:
        """Return the encoding in which a file shall be read; empty where that is to be found out."""
        return dict(self.encodings).get(path, self.encoding)

    def with_encoding(self, path: Path, encoding: str) -> "ColumnChoices":
        """Return it with the encoding of a file."""
        return replace(self, encodings=tuple({**dict(self.encodings), path: encoding}.items()))

    def known(self, head: Sequence[str]) -> tuple[str, ...] | None:
        """Return the roles that were said of a table with this *head*; None when nothing was."""
        return dict(self.by_head).get(tuple(head))

    def with_table(self, head: Sequence[str], roles: Sequence[str]) -> "ColumnChoices":
        """Return it with the roles of all columns of tables with this *head*."""
        return replace(self, by_head=tuple({**dict(self.by_head), tuple(head): tuple(roles)}.items()))

    def apply(self, head: Sequence[str], suggested: Sequence[str]) -> tuple[str, ...]:
        """Return the roles of a table's columns: as they were said, else as they are *suggested*.

        A role that only one column can have goes from whom it was suggested to whom it is given.
        """
        roles = list(self.known(head) or suggested)
        names = [head_name(cell) for cell in head]
        given = {head_name(name): role for name, role in self.every}
        said = {at: given[name] for at, name in enumerate(names) if name in given}
        for at, told in said.items():
            role = role_of(told)
            for other, had in enumerate(roles):
                same = role is not None and role is role_of(had)
                if same and role is not None and other not in said and (not role.several or role.key == "text"):
                    roles[other] = LEFT_OUT
            roles[at] = told
        if self.keeps_all:
            taken = {own_name(told) for told in roles}
            more = [at for at, told in enumerate(roles) if told == LEFT_OUT][:MOST_KEPT]
            for at in more:
                roles[at] = own(free_name(head[at], taken))
        return tuple(roles)


@dataclass(frozen=True, slots=True)
class TableLook:
    """The beginning of a table, for saying what its columns are.

    Attributes:
        name: of its file.
        head: of each column; those without one are called “column 3”.
        rows: the first ones, all with as many cells as the head.
        count: how many rows there are.
        roles: of each column, as suggested or as said before.
        is_known: whether that was said before.
        encoding: how its bytes were read, and *encoding_origin* what decided that; empty for a workbook.
        doubtful: of date columns whose days may be read two ways, one such cell by the column's place.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    roles: tuple[str, ...]
    is_known: bool = False
    doubtful: Mapping[int, str] = field(default_factory=dict)
    encoding: str = ""
    encoding_origin: str = ""


def problem_of(roles: Sequence[str]) -> str:
    """Return in a sentence why a table cannot be read with these roles; empty when it can."""
    keys = [role.key for told in roles if (role := role_of(told)) is not None]
    if "text" not in keys:
        return _("No column is the text: choose the one that holds what was said or written.")
    twice = next((key for key in keys if keys.count(key) > 1 and not BY_KEY[key].several), "")
    if twice:
        return _("Two columns are “{role}”: choose something else for one of them.").format(role=_(BY_KEY[twice].word))
    names = [own_name(told) for told in roles if own_name(told)]
    again = next((name for name in names if names.count(name) > 1), "")
    if again:
        return _("Two own variables are called “{name}”: give one another name.").format(name=again)
    return ""
