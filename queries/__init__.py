"""One question, one function."""
