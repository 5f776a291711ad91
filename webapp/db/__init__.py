"""The database: base class, naming conventions, engine options."""
