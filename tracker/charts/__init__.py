"""Pictures: one function for each, from plain figures to an image, its words and its table."""
