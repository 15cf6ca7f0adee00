"""The ground floor: lending terms, arithmetic and rules. No I/O, no clock, no frameworks."""
