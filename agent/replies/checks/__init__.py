"""One check per file: each takes the reading of a reply and yields what it objects to."""
