"""Reader of Scalar."""
