"""Child processes: the parent's lanes, the tasks they carry, and what the children do with them."""
