"""What a store says when it cannot be used."""


class StoreUnavailable(Exception):
    """The store cannot be read or written now; the message says why and what to do about it.

    For whoever runs the program, not for a customer: it may name a file. Nothing was lost that
    had been stored, and nothing is ever deleted to get out of it.
    """
