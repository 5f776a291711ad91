"""Progress: a journal of every change of a mark, and the marks as they are now."""
