"""The forms of a report: JSON, Markdown, HTML, JUnit XML and the terminal's table."""
