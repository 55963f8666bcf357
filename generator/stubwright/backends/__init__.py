"""Back ends: each turns the IR and its names into the files of one kind of package."""
