"""Numbers of things in words."""


def count(number: int, one: str, many: str = "") -> str:
    """Write how many there are.

    Args:
        one: What one of them is called.
        many: What several or none are called, where it is not that with an s.

    >>> count(1, "article"), count(1200, "article"), count(0, "entity", "entities")
    ('1 article', '1,200 articles', '0 entities')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
