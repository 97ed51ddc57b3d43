"""The improvement-plan tracker: from an inspection's findings to proof that they were answered."""
