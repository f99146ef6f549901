"""The form in which filters are written: ``name=value,value name="a value with blanks"``."""

from collections.abc import Iterator, Mapping

from desktop.core.errors import UserError
from desktop.core.language import _


def split(words: str, examples: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and values of each ``name=value,value`` in *words*; *examples* has one for each name there is.

    Raises:
        UserError: when a name is unknown or lacks its value, or a quotation mark is not closed.
    """
    at = 0
    while at < len(words):
        if words[at].isspace():
            at += 1
            continue
        begin = at
        while at < len(words) and words[at] != "=" and not words[at].isspace():
            at += 1
        name = words[begin:at].lower()
        if at == len(words) or words[at] != "=":
            sentence = _("The filter's “{name}” lacks its value: write it as {example}.")
            raise UserError(sentence.format(name=name, example=examples.get(name, "topic=key")))
        if name not in examples:
            sentence = _("A filter has no “{name}”: it has {names}.")
            raise UserError(sentence.format(name=name, names=", ".join(examples)))
        values = []
        while True:
            value, at = _value(words, at + 1)
            if not value:
                sentence = _("The filter's “{name}” lacks a value: write it as {example}.")
                raise UserError(sentence.format(name=name, example=examples.get(name, "topic=key")))
            values.append(value)
            if at == len(words) or words[at] != ",":
                break
        yield name, values


def _value(words: str, at: int) -> tuple[str, int]:
    """Return the value that begins at *at*, and where it ends."""
    if words[at : at + 1] != '"':
        begin = at
        while at < len(words) and words[at] != "," and not words[at].isspace():
            at += 1
        return words[begin:at], at
    found = []
    at += 1
    while at < len(words) and words[at] != '"':
        if words[at] == "\\" and at + 1 < len(words):
            at += 1
        found.append(words[at])
        at += 1
    if at == len(words):
        raise UserError(_("The filter has a double quote that is never closed: close it."))
    return "".join(found).strip(), at + 1


def quoted(value: str) -> str:
    """Return a value as `split` reads it."""
    if value and not any(one.isspace() or one in ',"\\' for one in value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
