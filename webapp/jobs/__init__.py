"""Background work that is kept in the database until it is done."""
