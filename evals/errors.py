"""What can be wrong with the suite's own files; each message says what to do next.

EvalsError
├── CaseError         a case file does not fit the schema or its article
├── ThresholdsError   the floors cannot be read
├── ReportError       a report or a baseline cannot be written, or read
├── SquadError        a file is not in SQuAD's form
└── ChatError         a file is no chat that the page exported
"""


class EvalsError(Exception):
    """The root: its message is fit to be shown to a user as it stands."""


class CaseError(EvalsError):
    """A case file does not fit the schema or its article."""


class ThresholdsError(EvalsError):
    """The floors cannot be read, or name a measure that does not exist."""


class ReportError(EvalsError):
    """A report cannot be written, or what should be one, or a baseline, cannot be read."""


class SquadError(EvalsError):
    """A file is not in SQuAD 2.0's JSON form."""


class ChatError(EvalsError):
    """A file is no chat that the page exported, or no cases can be made of it."""
