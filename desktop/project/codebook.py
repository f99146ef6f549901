"""The codebook as a file, both ways: what the command line and the window call alike."""

from pathlib import Path

from desktop.core import phrases
from desktop.core.language import _, ngettext
from desktop.core.values import Codebook, CodedMemo, EntryMemo
from desktop.exchange.codebook import write_toml
from desktop.exchange.recognition import CODEBOOKS
from desktop.exchange.writing import write_file
from desktop.project.document_files import differences_message
from desktop.project.foreign import codebook_format, read_codebook
from desktop.store import edits, reads
from desktop.store.database import Database


def codebook(db: Database) -> Codebook:
    """Return the project's codebook."""
    own = reads.own_fields.fields(db, defined=True)
    return Codebook(tuple(reads.project.actors(db)), tuple(reads.project.topics(db)), tuple(own))


def entry_memos(db: Database) -> tuple[EntryMemo, ...]:
    """Return the memos on topics, actors, and what one says on the other."""
    actors = {one.id: one.key for one in reads.project.actors(db)}
    topics = {one.id: one.key for one in reads.project.topics(db)}
    coders = {one.id: one.name for one in reads.project.coders(db)}
    return tuple(
        EntryMemo(
            CodedMemo(one.text, coders[one.coder_id], one.created, one.uuid),
            topics.get(one.target.topic_id or 0, ""),
            actors.get(one.target.actor_id or 0, ""),
        )
        for one in reads.memos.memos(db)
        if one.target.kind in ("topic", "actor", "cell")
    )


def as_toml(db: Database) -> bytes:
    """Return the codebook with the memos on its entries as TOML."""
    return write_toml(codebook(db), entry_memos(db))


def export_codebook(db: Database, path: Path) -> str:
    """Write the codebook to *path*, as CSV when it is called so and else as TOML; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be written.
    """
    found = codebook(db)
    form = codebook_format(path)
    write_file(path, as_toml(db) if form is CODEBOOKS[0] else form.write(found))
    return _("{name}: {actors} and {topics} were written.").format(
        name=path.name,
        actors=phrases.counted("actor", len(found.actors)),
        topics=phrases.counted("topic", len(found.topics)),
    )


def import_codebook(db: Database, path: Path, *, update: bool = False) -> str:
    """Add what the project does not have, with *update* change the rest too; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be read, is no codebook, or does not fit the project's.
    """
    file = read_codebook(path)
    new, changed, memos, differing = edits.codebook.apply_codebook(db, file, update=update)
    total = len(file.codebook.actors) + len(file.codebook.topics)
    rest = total - new - changed
    told = _("{name}: {new} new, {rest} already there and left as they are.")
    if update:
        told = _("{name}: {new} new, {changed} changed, {rest} as before.")
    more = [ngettext("{count} memo is new.", "{count} memos are new.", memos).format(count=memos)] if memos else []
    if differing:
        more.append(differences_message(differing, taken=update))
    return " ".join((told.format(name=path.name, new=new, changed=changed, rest=rest), *more, *file.notes))
