"""What the user does with the chosen documents of the library, or those below a head: name, put into sets, remove."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from desktop.core import phrases
from desktop.core.collation import name_key
from desktop.core.language import _, ngettext
from desktop.core.own_fields import OwnField, offered
from desktop.core.text import one_line
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.claim_text import title_text
from desktop.qt.reading.library_list import DocumentView
from desktop.qt.reading.library_model import MOST_CHOICES, DocumentListModel, LibraryHead
from desktop.qt.session import Session
from desktop.store import edits, reads

# letters of a title that a question has room for
_TITLE = 80


class DocumentActions(QObject):
    """Change documents of the list *view*, and offer that in its menu."""

    def __init__(self, session: Session, dialogs: FileDialogs, model: DocumentListModel, view: DocumentView) -> None:
        super().__init__(view)
        self._session = session
        self._dialogs = dialogs
        self._model = model
        self._view = view
        view.remove_wanted.connect(self.remove)

    def remove(self) -> None:
        """Ask, and remove the chosen documents with all that is in them."""
        self._remove(self._view.chosen())

    def rename(self) -> None:
        """Edit the title of the chosen document in its place."""
        numbers = self._view.chosen()
        if len(numbers) == 1:
            self._view.edit(self._model.index(self._model.row_of(numbers[0])))
        else:
            self._session.messages.hint(_("Choose one document in the library first."))

    def put_in_set(self) -> None:
        """Ask for the set into which the chosen documents shall go."""
        self._put_in_new(self._view.chosen())

    def hand_out(self) -> None:
        """Ask to whom the chosen documents are handed out, to be coded blind."""
        self._hand_out_to_another(self._view.chosen())

    def offer(self, menu: QMenu) -> None:
        """Offer what can be done with the chosen documents."""
        numbers = self._view.chosen()
        menu.addAction(_("Rename"), self.rename).setEnabled(len(numbers) == 1)
        self._offer_sets(menu, numbers)
        self._offer_own(menu, numbers)
        self._offer_coders(menu, numbers)
        words = ngettext("Remove the document…", "Remove the {count:,} documents…", len(numbers))
        menu.addAction(words.format(count=len(numbers)) + "\t" + _("Del"), self.remove)

    def offer_below(self, menu: QMenu, head: LibraryHead) -> None:
        """Offer what can be done with a head's set, and with the documents below it."""
        numbers = self._model.below(head)
        self._offer_sets(menu, numbers)
        self._offer_own(menu, numbers)
        self._offer_coders(menu, numbers)
        if head.is_set and head.key:
            menu.addAction(_("Rename the set…"), partial(self._rename_set, head.key))
            menu.addAction(_("Dissolve the set"), lambda: self._session.done(edits.documents.dissolve_set, head.key))
        words = ngettext("Remove its document…", "Remove its {count:,} documents…", len(numbers))
        menu.addAction(words.format(count=len(numbers)), partial(self._remove, numbers))

    def _offer_sets(self, menu: QMenu, numbers: list[int]) -> None:
        inner = menu.addMenu(_("Put into set"))

        def put(path: str) -> None:
            self._session.done(edits.documents.put_in_set, numbers, path)

        for path in list(self._session.read(reads.project.sets))[:MOST_CHOICES]:
            inner.addAction(path.replace("&", "&&"), partial(put, path))
        inner.addSeparator()
        inner.addAction(_("New set…"), partial(self._put_in_new, numbers))
        inner.addAction(_("No set"), partial(put, ""))

    def _offer_own(self, menu: QMenu, numbers: list[int]) -> None:
        """Offer the values of own fields of documents, for all of these at once."""
        for field in self._session.own_fields("document"):
            inner = menu.addMenu(field.name.replace("&", "&&"))
            used = [] if field.made.listed else self._session.read(reads.own_fields.used, field)
            # what came in and does not fit cannot be given to others
            for value in [one for one in offered(field, used) if field.fits(one)][:MOST_CHOICES]:
                inner.addAction(field.shown(value).replace("&", "&&"), partial(self._set_own, field, numbers, value))
            inner.addSeparator()
            if not field.made.listed or field.made.several:
                inner.addAction(_("Another value…"), partial(self._ask_own, field, numbers))
            inner.addAction(_("No value"), partial(self._set_own, field, numbers, ""))

    def _offer_coders(self, menu: QMenu, numbers: list[int]) -> None:
        """Offer to hand these documents out, and to take them back from who has one of them in hand."""
        inner = menu.addMenu(_("Hand out to"))
        names = [coder.name for coder in self._session.read(reads.project.coders)]
        for name in sorted((one for one in names if one != edits.agreement.AGREED), key=name_key)[:MOST_CHOICES]:
            inner.addAction(name.replace("&", "&&"), partial(self._hand_out, numbers, name))
        inner.addSeparator()
        inner.addAction(_("Another coder…"), partial(self._hand_out_to_another, numbers))
        having = {one.coder for one in self._session.read(reads.handouts.handouts) if one.document_id in set(numbers)}
        for name in sorted(having, key=name_key):
            words = _("Take back from {name}").format(name=name.replace("&", "&&"))
            inner.addAction(words, partial(self._session.done, edits.handouts.take_back, numbers, [name]))

    def _hand_out(self, numbers: list[int], name: str) -> bool:
        count = self._session.do(edits.handouts.hand_out, numbers, [name])
        if count is None:
            return False
        told = ngettext(
            "{count:,} document is handed out to {name}: what others say there is shown to them once they have "
            "declared it finished.",
            "{count:,} documents are handed out to {name}: what others say there is shown to them once they have "
            "declared them finished.",
            count,
        )
        self._session.messages.info(
            told.format(count=count, name=name) if count else _("{name} has them in hand already.").format(name=name)
        )
        return True

    def _hand_out_to_another(self, numbers: list[int]) -> None:
        name = ""
        question = _("Name of the coder, as they give it in their own window:")
        while self._are_chosen(numbers) and (name := self._dialogs.ask_text(self._view, _("Hand out"), question, name)):
            if self._hand_out(numbers, name):
                return

    def _set_own(self, field: OwnField, numbers: list[int], value: str) -> bool:
        return self._are_chosen(numbers) and self._session.done(edits.own_fields.set_value, field, numbers, value)

    def _ask_own(self, field: OwnField, numbers: list[int]) -> None:
        value = ""
        hint = _(field.made.hint).format(choices=", ".join(field.choices))
        # what does not fit is asked again, with what was typed
        while value := self._dialogs.ask_text(self._view, field.name, hint, value):
            if self._set_own(field, numbers, value):
                return

    def _remove(self, numbers: list[int]) -> None:
        if not self._are_chosen(numbers):
            return
        gone = self._session.do(reads.project.removal, numbers)
        title = title_text(self._session.shown(reads.filtered.document, numbers[0])) if len(numbers) == 1 else ""
        if gone is not None and self._dialogs.confirm(
            self._view, _("Remove documents"), _removal(gone, title), _("Remove")
        ):
            self._session.done(edits.documents.remove, numbers)

    def _put_in_new(self, numbers: list[int]) -> None:
        path = ""
        # what cannot be written now is asked again, with what was typed
        while self._are_chosen(numbers) and (path := self._ask_set(_("Put into a set"), path)):
            if self._session.done(edits.documents.put_in_set, numbers, path):
                return

    def _rename_set(self, path: str) -> None:
        new = path
        while new := self._ask_set(_("Rename the set"), new):
            if self._session.done(edits.documents.rename_set, path, new):
                return

    def _are_chosen(self, numbers: list[int]) -> bool:
        if not numbers:
            self._session.messages.hint(_("Choose documents in the library first."))
        return bool(numbers)

    def _ask_set(self, title: str, current: str = "") -> str:
        question = _("Name of the set; “A/B” is the set B in the set A:")
        return self._dialogs.ask_text(self._view, title, question, current)


def _removal(gone: reads.project.Removal, title: str) -> str:
    """Return the question before documents are removed: which one, or how many, and how much goes with them."""
    if title:
        question = _("Remove “{title}”?").format(title=one_line(title, _TITLE))
    else:
        question = ngettext("Remove {count:,} document?", "Remove {count:,} documents?", gone.documents).format(
            count=gone.documents
        )
    counts = {"claim": gone.claims, "memo": gone.memos, "verdict": gone.verdicts}
    told = _(", ").join(phrases.counted(thing, count) for thing, count in counts.items() if count)
    with_them = _("With that go: {parts}.").format(parts=told) if told else _("There is nothing tagged or noted in it.")
    return " ".join((question, with_them, _("Undo brings all back.")))
