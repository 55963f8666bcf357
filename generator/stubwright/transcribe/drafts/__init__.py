"""Results of the readers: facts with their evidence."""
