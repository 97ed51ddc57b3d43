"""Documents in: an inspection report becomes a frozen draft. Knows files, not the database."""
