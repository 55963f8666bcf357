"""What commands say, in each of the formats."""
