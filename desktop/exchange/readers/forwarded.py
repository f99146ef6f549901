"""A message that forwards another: where the forwarded one begins in the text, and who sent it, when, on what.

Programs put a line of dashes or words above it, then a block of fields in the language of whoever forwarded it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.exchange.readers.fact_dates import doubtful_month, find_dates, parse_stamp

# what programs write before the subject of what they forward, by language
_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|rif|i|enc|doorst|vs|vb|pd|továbbítás|转发|轉寄|перес|fw)\s*:\s*(?P<subject>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(
    r"\W*(?:(?:begin(?:ning of)?|start of)?\s*forwarded\s(?:message|mail)|original\s(?:message|mail)|(?:anfang\sder\s)?"
    r"weitergeleitete[nr]?\s(?:nachricht|e-?mail)|ursprüngliche\snachricht|(?:début\sdu\s)?message\s(?:transféré|réexpédié"
    r"|d[’']origine|original)|mensaje\s(?:reenviado|original)|mensagem\s(?:encaminhada|reencaminhada|original)|"
    r"messaggio\s(?:inoltrato|originale)|doorgestuurd\sbericht|oorspronkelijk\sbericht|пересылаемое\sсообщение|"
    r"пересланное\sсообщение|vidarebefordrat\smeddelande|videresendt\s(?:meddelelse|melding))\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{8,}")
_FIELD = re.compile(r"[>\s*]*(?P<name>[^\W\d_][\w. -]{0,18}?)\*?\s?[:：]\*?[ \t]*(?P<value>.*?)\*?\s*")
_FIELDS = (
    ("author", re.compile(r"from|von|de|da|van|från|fra|od|от|от кого|发件人|寄件者|expéditeur")),
    (
        "date",
        re.compile(
            r"date|sent|datum|gesendet|envoyé|envoyé le|fecha|enviado|enviado el|enviada em|data|inviato|verzonden|"
            r"skickat|sendt|dato|дата|отправлено|日期|发送时间"
        ),
    ),
    ("title", re.compile(r"subject|sujet|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|тема|主题")),
    (
        "",
        re.compile(
            r"to|an|à|a|para|per|aan|till|til|кому|收件人|cc|kopie|copie|bcc|reply-to|antwort an|copia|копия|"
            r"resent-from|pour"
        ),
    ),
)
_ADDRESS = re.compile(r"\s*[<\[(]?(?:mailto:)?[\w.+-]+@[\w.-]+[>\])]?.*$")


@dataclass(frozen=True, slots=True)
class Forward:
    """A message in the text of another.

    Attributes:
        facts: title, author and date, as far as its block has them.
        before: the text above it: what its forwarder says.
        head: its block of fields, with the line above.
        text: its own text.
    """

    facts: dict[str, str]
    before: str
    head: str
    text: str


def find_forward(subject: str, text: str) -> Forward | None:
    """Return the message that *text* forwards; None when it is no such message.

    An answer has what it answers below itself in the same form: without a mark that says so, and without a *subject*
    that does, nothing is forwarded.
    """
    is_told = _SUBJECT.match(subject) is not None
    lines = text.split("\n")
    for at, line in enumerate(lines):
        start = at + 1 if _MARK.fullmatch(line) or _RULE.fullmatch(line.strip()) else at
        while start > at and start < len(lines) and not lines[start].strip("> \t"):
            start += 1
        marked = start > at and _MARK.fullmatch(line) is not None and "riginal" not in line
        if not (is_told or marked):
            continue
        facts, end = _block(lines, start)
        if "author" in facts and ("date" in facts or "title" in facts):
            facts.setdefault("title", bare_subject(subject))
            quoted = all(one.startswith(">") for one in lines[start:end] if one.strip())
            below = [re.sub(r"^>[ \t]?", "", one) if quoted else one for one in lines[end:]]
            return Forward(
                facts, "\n".join(lines[:at]).strip(), "\n".join(lines[at:end]).strip(), "\n".join(below).strip()
            )
    return None


def bare_subject(subject: str) -> str:
    """Return a subject without what programs put before it."""
    found = _SUBJECT.match(subject)
    return bare_subject(found["subject"]) if found and found["subject"].strip() else subject.strip()


def bare_sender(sender: str) -> str:
    """Return the name of a sender without the address, or the address where there is no name."""
    name = _ADDRESS.sub("", sender).strip(" \"'*,<")
    return name or sender.strip(" \"'*<>")


def _block(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """Return the facts of the block of fields that begins at a line, and where it ends."""
    facts: dict[str, str] = {}
    last, at = None, start
    for at in range(start, min(len(lines), start + 14)):
        found = _FIELD.fullmatch(lines[at])
        name = found["name"].strip().casefold() if found else ""
        known = next((fact for fact, names in _FIELDS if names.fullmatch(name)), None)
        if found and known is not None:
            last = known
            if last and found["value"]:
                facts.setdefault(last, found["value"].strip())
        elif last is not None and lines[at].startswith((" ", "\t")) and lines[at].strip():
            # a long field goes on in the next line
            if last in facts:
                facts[last] = f"{facts[last]} {lines[at].strip()}"
        else:
            break
    else:
        at += 1
    written = facts.get("date", "")
    day = parse_stamp(written) or next((one.date for one in find_dates(written) if one.date.year), None)
    told = {key: value for key, value in facts.items() if key != "date"}
    if day is not None and day.year:
        # what may be read two ways is doubted
        told["date"] = written if doubtful_month(written) else str(day)
    if "author" in told:
        told["author"] = bare_sender(told["author"])
    if "title" in told:
        told["title"] = bare_subject(told["title"])
    return told, at
