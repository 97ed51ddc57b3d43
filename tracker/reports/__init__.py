"""Documents out, from rows that the presenters prepared: they know neither Flask nor the database."""
