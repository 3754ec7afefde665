"""Article Assistant: answers questions about news articles, and only from them."""

__version__ = "0.1.0"
