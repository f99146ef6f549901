"""What a format says of its text’s structure: apart, for readers hold it before any word of a language is asked for."""

from dataclasses import dataclass

from desktop.core.spans import Span


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file's format itself says of its text's structure; all spans are of the text.

    Attributes:
        headings, furniture: paragraphs that the format marks so.
        bold: what is bold at the beginning of a paragraph, where speakers' names stand.
        title: as the format's metadata has it.
        marked: whether the format marks its headings, so that what it does not mark is none.
        lines: whether each line is a paragraph for sure, so that no lines are joined.
        voiced: whether each bold beginning names for sure who speaks.
        breaks: where paragraphs begin that stand below a rule.
        times: where paragraphs begin of which the format says when they do, in a form of `desktop.core.times`.
    """

    headings: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    bold: tuple[Span, ...] = ()
    title: str = ""
    marked: bool = False
    lines: bool = False
    voiced: bool = False
    times: tuple[tuple[int, str], ...] = ()
    breaks: tuple[int, ...] = ()
