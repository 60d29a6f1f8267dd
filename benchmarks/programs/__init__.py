"""Programs that are measured against lfckg: as bare as they can be, each run as a process of its own."""
