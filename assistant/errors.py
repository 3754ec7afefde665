"""Everything that can go wrong, as one tree; each message says what to do next.

AssistantError
├── SettingsError      a setting of the environment cannot be used
├── QuestionError      the question cannot be asked as it stands
├── CorpusError        the folder of articles
│   └── ArticleError   one file in it
├── IndexFolderError   the index cannot be written or is in use
├── WeightsError       the packaged model weights are missing or altered
├── ModelError         the language model that was switched on failed
└── ChatStoreError     the file of chats cannot be read or written
"""


class AssistantError(Exception):
    """The root: its message is fit to be shown to a user as it stands."""


class SettingsError(AssistantError):
    """A variable of the environment holds something that cannot be used."""


class QuestionError(AssistantError):
    """The question is blank, too long, or holds control characters."""


class CorpusError(AssistantError):
    """The corpus folder is missing or empty, or has no article of the name asked for."""


class ArticleError(CorpusError):
    """A file of the corpus is empty, binary or in an encoding that cannot be told."""


class IndexFolderError(AssistantError):
    """The index folder cannot be written, or another process is writing it."""


class WeightsError(AssistantError):
    """The model weights are missing, or are not the ones that were published."""


class ChatStoreError(AssistantError):
    """The file of chats cannot be read or written, or is damaged."""


class ModelError(AssistantError):
    """The language model could not be asked, or gave nothing that can be used."""
