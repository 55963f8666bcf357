"""What every reader of a system uses: fields, types, limits, samples."""
