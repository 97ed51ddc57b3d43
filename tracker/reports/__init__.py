"""Documents out, from what the presenters prepared: they know neither Flask nor the database."""
