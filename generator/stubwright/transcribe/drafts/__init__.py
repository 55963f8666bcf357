"""Results of readers: facts with their evidence."""
