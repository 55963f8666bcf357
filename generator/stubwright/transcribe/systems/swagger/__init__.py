"""Reader of Swagger UI."""
