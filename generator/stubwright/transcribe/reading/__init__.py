"""What all readers share: fields, types, limits, samples."""
