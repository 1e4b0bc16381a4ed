"""What can go wrong by a user's mistake, with every problem of an input reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: what was found, what is allowed or to be done, and where."""

    message: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{where}: {self.message}" if where else self.message


class ColonnadeError(Exception):
    """Anything Colonnade raises on purpose."""


class UserError(ColonnadeError):
    """A mistake the user can mend: shown without a traceback, exit status 2."""

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnreadableFile(UserError):
    """A file that is missing, too large, of the wrong kind or wrongly encoded."""


class BadModel(UserError):
    """A model file that breaks the format or its rules."""


class BadBank(UserError):
    """A bank of criteria that breaks the format or its rules."""


class UnknownModel(UserError):
    """No shipped model and no file by that name, or scores that fit none."""


class BadScorecard(UserError):
    """Scores that cannot be taken as they stand."""


class BadAnswers(UserError):
    """Answers to criteria that cannot be taken as they stand."""


class BadPlan(UserError):
    """A plan file that does not fit the model or the diagnosis."""


class BadOrganisation(UserError):
    """An organisation file that breaks the format."""


class BadBenchmarks(UserError):
    """A file of published figures that does not say what each is."""


class BadReport(UserError):
    """A saved diagnosis that cannot be read back, or two that cannot be compared."""


class NoUsableRecords(UserError):
    """Records of which nothing usable is left, or a source that cannot be opened."""


class BadOption(UserError):
    """A command-line value outside what is allowed."""


class OurFault(ColonnadeError):
    """A promise of the product that does not hold, such as movements that do not close: exit status 1."""
