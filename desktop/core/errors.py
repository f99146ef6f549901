"""The two kinds of failure: the user's (a finished sentence) and ours (any other exception)."""


class UserError(Exception):
    """Tell the user what is wrong with their file, disk, name or wish, and the way out.

    The message is one finished sentence, fit to be shown as it is. Anything else that is raised is a bug.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        """Take a sentence in the language of the interface, and what stands in its named places."""
        super().__init__(sentence.format(**values) if values else sentence)


class UsageError(UserError):
    """Tell that a command was called with words it does not take (exit status 2 on the command line)."""


class DamageError(UserError):
    """Tell that the file of a project is damaged, or holds what is not ours: what it holds can still be rescued."""
