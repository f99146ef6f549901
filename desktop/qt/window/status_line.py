"""The line below the pages: the project, what it holds, what the colours mean, who tags."""

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop.core.language import _, ngettext
from desktop.qt.session import Session

# how long a sentence stands, in milliseconds
_HINT = 6000


class StatusLine(QStatusBar):
    """Tell about the open project.

    Attributes:
        counts: how many documents, claims, topics and actors there are.
        coder: whose claims are hidden, and who tags.
    """

    def __init__(self, session: Session, legend: QWidget) -> None:
        super().__init__()
        self._session = session
        self._file, self.counts, self.coder = QLabel(), QLabel(), QLabel()
        self.setSizeGripEnabled(False)
        self.addWidget(self._file)
        self.addWidget(self.counts)
        # no stretch: it would take the width that a hint is written in
        self.addPermanentWidget(legend)
        self.addPermanentWidget(self.coder)

    def hint(self, text: str) -> None:
        """Show a sentence for a while."""
        self.showMessage(text, _HINT)

    def refresh(self) -> None:
        """Read everything anew."""
        if not self._session.is_open:
            return
        self._file.setText(self._session.path.name)
        self._file.setToolTip(str(self._session.path))
        found = self._session.counts()
        parts = (
            ngettext("{count:,} document", "{count:,} documents", found["documents"]).format(count=found["documents"]),
            ngettext("{count:,} claim", "{count:,} claims", found["claims"]).format(count=found["claims"]),
            ngettext("{count:,} topic", "{count:,} topics", found["topics"]).format(count=found["topics"]),
            ngettext("{count:,} actor", "{count:,} actors", found["actors"]).format(count=found["actors"]),
        )
        self.counts.setText(" · ".join(parts))
        coder = _("coder: {name}").format(name=self._session.coder)
        self.coder.setText(" · ".join(part for part in (self._session.hidden_text(), coder) if part))
