"""`python -m bench.warming SECONDS`: make pages ahead, as the worker does; prints how many."""

import sys

import django


def main() -> None:
    """Make them."""
    django.setup()
    from hemvist.guide.warming import warm

    print(f"{warm(seconds=float(sys.argv[1])):,}")


if __name__ == "__main__":
    main()
