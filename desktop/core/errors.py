"""The two kinds of failure: the user's (a finished sentence) and ours (any other exception)."""


class UserError(Exception):
    """Tell the user what is wrong with their file, disk, name or wish, and the way out.

    The message is one finished sentence, fit to be shown as it is. Anything else that is raised is a bug.

    Attributes:
        is_passing: whether the same can be done again once a cause outside of it is gone: a lock, a full disk.
    """

    is_passing = False

    def __init__(self, sentence: str, **values: object) -> None:
        """Take a sentence in the language of the interface, and what stands in its named places."""
        super().__init__(sentence.format(**values) if values else sentence)


class NotNowError(UserError):
    """Tell that the file cannot be read or written now: it is locked, the disk is full, another action is under way."""

    is_passing = True


class LockedError(NotNowError):
    """Tell that another program holds the file.

    Attributes:
        only_writing: whether it can be read meanwhile.
    """

    only_writing = False


class GoneError(UserError):
    """Tell that a row which is named by its number is not there.

    Attributes:
        thing, number: which.
    """

    def __init__(self, sentence: str, thing: str, number: int) -> None:
        """Take the sentence, and what it is about."""
        super().__init__(sentence, number=number)
        self.thing = thing
        self.number = number


class ConflictError(UserError):
    """Tell that somebody else changed meanwhile what an action is about, so that it was not done."""


class UsageError(UserError):
    """Tell that a command was called with words it does not take (exit status 2 on the command line)."""


class DamageError(UserError):
    """Tell that the file of a project is damaged, or holds what is not ours: what it holds can still be rescued.

    Attributes:
        path: of the file, where it is known.
        sentence: the message.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        """Take a sentence and what stands in its places, as `UserError`."""
        super().__init__(sentence, **values)
        self.path = values.get("path")
        # Qt puts words before the message of what leaves an override
        self.sentence = str(self)
