"""Every SELECT: scoped to the council, ordered to the last key, its loading named."""
