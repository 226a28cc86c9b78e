"""Every error that a caller may catch, grouped by who can mend it.

Findings that a person must act on are values (`publisher.model.problem.Problem`); an exception
means "cannot go on". The class says whose turn it is, and the command line turns it into an exit
status: 1 the editor, 3 legal, 4 the environment, 5 a build or delivery that fell short.
"""


class PublisherError(Exception):
    """The base of all errors of this package; its text may be shown as it is."""


class SourceError(PublisherError):
    """A policy text, setting, register or fragment cannot be read; the editor mends it."""

    def __init__(self, problem: str, *, path: str, line: int | None = None) -> None:
        self.problem = problem
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class PromiseBroken(PublisherError):
    """What was asked would break a promise that the policy makes; legal decides."""


class TamperedError(PublisherError):
    """Frozen or recorded bytes are not what their digest says."""


class EnvironmentProblem(PublisherError):
    """Git, fonts, disk or network are missing or refuse; the message says the repair."""


class BuildError(PublisherError):
    """The site could not be built; the old output is untouched."""


class CatalogueError(PublisherError):
    """A catalogue is damaged, unsigned, too new or older than the one in use."""


class LedgerError(PublisherError):
    """The ledger cannot record or read; nothing was half written."""


class DeliveryError(PublisherError):
    """A notice was not taken by its channel."""

    def __init__(self, message: str, *, retry: bool) -> None:
        self.retry = retry
        super().__init__(message)


class AnswerRefused(PublisherError):
    """A person's answer cannot be taken (stale, replayed, of somebody else).

    `sentence_for_person` is the only text of this package that is made to be shown to an end user.
    """

    def __init__(self, sentence_for_person: str) -> None:
        self.sentence_for_person = sentence_for_person
        super().__init__(sentence_for_person)
