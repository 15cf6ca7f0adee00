"""The ground floor: lending terms, lending arithmetic, lending rules. No I/O, no clock, no frameworks."""
