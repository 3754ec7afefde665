"""What can be wrong with the suite's own files; each message says what to do next.

EvalsError
├── CaseError         a case file does not fit the schema or its article
├── ThresholdsError   the floors cannot be read
└── ReportError       the report cannot be written
"""


class EvalsError(Exception):
    """The root: its message is fit to be shown to a user as it stands."""


class CaseError(EvalsError):
    """A case file does not fit the schema or its article."""


class ThresholdsError(EvalsError):
    """The floors cannot be read, or name a measure that does not exist."""


class ReportError(EvalsError):
    """The folder for the report cannot be written."""
