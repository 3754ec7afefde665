"""The extractive reader: a question and passages in, scored spans out."""
